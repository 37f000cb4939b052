import { LRUCache } from "lru-cache";
import { fromUUID, toUUID, typeidUnboxed } from "typeid-js";
import { notFound } from "./errors.ts";

/** Prefixes of public ids: `bot_01h…`. The rest is a UUIDv7, so ids sort by creation time. */
export type IdPrefix =
  | "ten"
  | "usr"
  | "ses"
  | "inv"
  | "aud"
  | "bot"
  | "key"
  | "src"
  | "doc"
  | "ing"
  | "cnv"
  | "msg"
  | "trn"
  | "vis"
  | "bnt"
  | "job"
  | "prc"
  | "alt"
  | "rom"
  | "par"
  | "rmg"
  | "rep"
  | "mod"
  | "pht"
  | "cov"
  | "rat"
  | "pay"
  | "evt"
  | "upd"
  | "sld"
  | "nte"
  | "gap"
  | "gdn";
export type Id<P extends IdPrefix> = `${P}_${string}`;

const shape = /^([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

export function newId<P extends IdPrefix>(prefix: P): Id<P> {
  return String(typeidUnboxed(prefix)) as Id<P>;
}

/** A sortable id for one request, without a prefix. */
export function newRequestId(): string {
  return newId("trn").slice(4);
}

export function isId<P extends IdPrefix>(prefix: P, text: string): text is Id<P> {
  return shape.exec(text)?.[1] === prefix;
}

/**
 * Parses an id from outside.
 * @throws ParleyError not_found: a malformed id is treated like any other unknown id
 */
export function parseId<P extends IdPrefix>(prefix: P, text: string, what: string): Id<P> {
  if (!isId(prefix, text)) throw notFound(what);
  return text;
}

/** Each statement of a turn names the same few ids. */
const MAX_KNOWN_UUIDS = 10_000;
const uuids = new LRUCache<Id<IdPrefix>, string>({ max: MAX_KNOWN_UUIDS });

/** The UUID that the database stores for an id. */
export function idToUuid(id: Id<IdPrefix>): string {
  let uuid = uuids.get(id);
  if (uuid === undefined) {
    uuid = toUUID(id as unknown as Parameters<typeof toUUID>[0]);
    uuids.set(id, uuid);
  }
  return uuid;
}

export function idFromUuid<P extends IdPrefix>(prefix: P, uuid: string): Id<P> {
  return String(fromUUID(uuid, prefix)) as Id<P>;
}

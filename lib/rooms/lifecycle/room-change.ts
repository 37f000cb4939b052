import { ParleyError } from "#lib/core/errors.ts";
import { isModerator } from "../participants/rank.ts";
import type { RoomRow } from "../queries/rooms.ts";
import type { RoomRole, UpdateRoomRequest } from "../schema.ts";

/** Settings that are recorded in the moderation log and can be undone. */
export type RoomChange = Partial<
  Pick<
    UpdateRoomRequest,
    "title" | "state" | "slow_seconds" | "bot_manner" | "access" | "code_hidden" | "hold" | "lobby"
  >
>;

/** What moderators may change; only the host may change the rest. */
const BY_MODERATORS = new Set<string>(["state", "slow_seconds", "hold", "lobby"]);

/** @throws ParleyError forbidden by rank; only the host archives and reopens a room */
export function requireRoomRank(role: RoomRole, { state }: RoomRow, request: UpdateRoomRequest): void {
  if (role === "host") return;
  const entries = Object.entries(request).filter(([, value]) => value !== undefined);
  const isAllowed = entries.every(([field]) => BY_MODERATORS.has(field));
  const isEnd = request.state !== undefined && (request.state === "archived" || state === "archived");
  if (!isModerator(role) || !isAllowed || isEnd)
    throw new ParleyError("forbidden", "Only the host can change this.");
}

/** The room's values of the fields that `change` names. */
export function readRoomChange({ title, state, settings }: RoomRow, change: RoomChange): RoomChange {
  const all: Required<RoomChange> = {
    title,
    state,
    slow_seconds: settings.slowSeconds,
    bot_manner: settings.botManner,
    access: settings.access,
    code_hidden: settings.codeHidden,
    hold: settings.hold ?? false,
    lobby: settings.lobby ?? false,
  };
  const named = Object.entries(all).filter(([field]) => change[field as keyof RoomChange] !== undefined);
  return Object.fromEntries(named) as RoomChange;
}

/** Sets the fields that `change` names. */
export function applyRoomChange(room: RoomRow, change: RoomChange): void {
  const { title, state, slow_seconds, bot_manner, access, code_hidden, hold, lobby } = change;
  const { settings } = room;
  if (bot_manner !== undefined && bot_manner !== settings.botManner) startRecaps(room);
  room.title = title ?? room.title;
  room.state = state ?? room.state;
  room.settings = {
    botManner: bot_manner ?? settings.botManner,
    access: access ?? settings.access,
    slowSeconds: slow_seconds ?? settings.slowSeconds,
    codeHidden: code_hidden ?? settings.codeHidden,
    hold: hold ?? settings.hold ?? false,
    lobby: lobby ?? settings.lobby ?? false,
  };
}

/** Recaps begin with what is said from now on. */
function startRecaps(room: RoomRow): void {
  room.recapOffset = room.lastOffset;
  room.recapUntil = null;
  room.recapAt = null;
}

/** The fields in which two changes differ, with the values of the first. */
export function differing(one: RoomChange, other: RoomChange): RoomChange {
  const fields = Object.entries(one).filter(([field, value]) => other[field as keyof RoomChange] !== value);
  return Object.fromEntries(fields) as RoomChange;
}

import { findMembership, type Membership } from "#lib/access/find-membership.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { createCache } from "#lib/core/create-cache.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import {
  type Address,
  findAddress,
  findApiKey,
  findChatbotDoor,
  isPersonOf,
  touchApiKey,
} from "../queries/addresses.ts";
import { findLiveSession } from "../queries/sessions.ts";

/** A process that changes a row invalidates it here. Other processes see the change after this time. */
const TTL_MS = 3_000;

type KeyHolder = { tenantId: Id<"ten">; id: Id<"key">; scopes: string[] };
export type LiveSession = NonNullable<Awaited<ReturnType<typeof findLiveSession>>>;

const publicly = (tenantId: Id<"ten">) => sealContext({ tenantId, actor: { kind: "public" } });
const pair = (tenantId: Id<"ten">, id: string) => `${tenantId}/${id}`;
const halves = <T extends string>(key: string) => key.split("/") as [Id<"ten">, T];

// Public addresses hold no tenant content, so the key needs no tenant.
const addresses = () =>
  singleton("admission.chatbots", () =>
    createCache<Address | null>("chatbot-address", TTL_MS, (handle) => findAddress("chatbot", handle)),
  );

const doors = () =>
  singleton("admission.doors", () =>
    createCache("chatbot-door", TTL_MS, (key) => {
      const [tenantId, id] = halves<Id<"bot">>(key);
      return findChatbotDoor(publicly(tenantId), id);
    }),
  );

const keyHolders = () =>
  singleton("admission.keys", () => createCache<KeyHolder | null>("api-key", TTL_MS, findKeyHolder));

const liveKeys = () =>
  singleton("admission.liveKeys", () =>
    createCache<boolean>("live-key", TTL_MS, async (key) => {
      const [tenantId, id] = halves<Id<"key">>(key);
      const row = await findApiKey(publicly(tenantId), id);
      return row !== null && row.revokedAt === null;
    }),
  );

const sessions = () =>
  singleton("admission.sessions", () =>
    createCache<LiveSession | null>("session", TTL_MS, (id) =>
      findLiveSession(sealOperator(), id as Id<"ses">),
    ),
  );

const memberships = () =>
  singleton("admission.roles", () =>
    createCache<Membership | null>("role", TTL_MS, (key) => {
      const [tenantId, userId] = halves<Id<"usr">>(key);
      return findMembership(publicly(tenantId), userId);
    }),
  );

const people = () =>
  singleton("admission.people", () =>
    createCache<boolean>("person", TTL_MS, (key) => {
      const [tenantId, userId] = halves<Id<"usr">>(key);
      return isPersonOf(publicly(tenantId), userId);
    }),
  );

async function findKeyHolder(hash: string): Promise<KeyHolder | null> {
  const address = await findAddress("apiKey", hash);
  if (!address) return null;
  const ctx = publicly(address.tenantId);
  const row = await findApiKey(ctx, address.targetId);
  if (!row || row.revokedAt) return null;
  // The request does not wait for this: losing the time of last use is acceptable, delaying the first token
  // is not.
  void touchApiKey(ctx, row.id).catch((error: unknown) =>
    log().warn(errorFields(error), "storing the last use of a key failed"),
  );
  return { tenantId: address.tenantId, id: row.id, scopes: row.scopes };
}

export const addressOf = (handle: string) => addresses().get(handle);

/** Returns who may use a chatbot; null if it does not exist. */
export const chatbotAccessOf = (tenantId: Id<"ten">, chatbotId: Id<"bot">) =>
  doors().get(pair(tenantId, chatbotId));

/** Returns who holds a key, by its hash; null if it is unknown or revoked. */
export const keyHolderOf = (hash: string) => keyHolders().get(hash);

export const isKeyLive = (tenantId: Id<"ten">, keyId: Id<"key">) => liveKeys().get(pair(tenantId, keyId));

/** Returns a session; null once it has ended. */
export const sessionOf = (sessionId: Id<"ses">) => sessions().get(sessionId);

export const membershipOf = (tenantId: Id<"ten">, userId: Id<"usr">) =>
  memberships().get(pair(tenantId, userId));

/** Whether a person has joined a workspace as an end user. */
export async function hasJoined(tenantId: Id<"ten">, userId: Id<"usr">): Promise<boolean> {
  const isKnown = await people().get(pair(tenantId, userId));
  // They can join at any time and in any process, so a "no" is not cached.
  if (!isKnown) invalidatePerson(tenantId, userId);
  return isKnown;
}

export function invalidateChatbotAccess(tenantId: Id<"ten">, chatbotId: Id<"bot">, handles: string[]): void {
  doors().invalidate(pair(tenantId, chatbotId));
  for (const handle of handles) addresses().invalidate(handle);
}

export function invalidateKey(tenantId: Id<"ten">, keyId: Id<"key">, hash: string): void {
  keyHolders().invalidate(hash);
  liveKeys().invalidate(pair(tenantId, keyId));
}

export function invalidateSession(sessionId: Id<"ses">): void {
  sessions().invalidate(sessionId);
}

export function invalidateRole(tenantId: Id<"ten">, userId: Id<"usr">): void {
  memberships().invalidate(pair(tenantId, userId));
}

export function invalidatePerson(tenantId: Id<"ten">, userId: Id<"usr">): void {
  people().invalidate(pair(tenantId, userId));
}

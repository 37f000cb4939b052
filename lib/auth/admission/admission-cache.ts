import { findMembership, type Membership } from "#lib/access/find-membership.ts";
import { allows, type Permission } from "#lib/access/permissions.ts";
import type { Role } from "#lib/access/role.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { createCache } from "#lib/core/create-cache.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { type Address, findAddress, findChatbotDoor, isPersonOf } from "../queries/addresses.ts";
import { findLiveApiKey, touchApiKey } from "../queries/api-keys.ts";
import { findFormerAddress } from "../queries/former-addresses.ts";
import { findLiveSession } from "../queries/sessions.ts";

/** A process that changes a row invalidates it here. Other processes see the change after this time. */
const TTL_MS = 3_000;

type KeyHolder = { tenantId: Id<"ten">; id: Id<"key">; scopes: string[]; chatbotId: Id<"bot"> | null };
export type LiveSession = NonNullable<Awaited<ReturnType<typeof findLiveSession>>>;

const publicly = (tenantId: Id<"ten">) => sealContext({ tenantId, actor: { kind: "public" } });
const pair = (tenantId: Id<"ten">, id: string) => `${tenantId}/${id}`;
const halves = <T extends string>(key: string) => key.split("/") as [Id<"ten">, T];

// Public addresses hold no tenant content, so the key needs no tenant.
const addresses = () =>
  singleton("admission.chatbots", () =>
    createCache<Address | null>("chatbot-address", TTL_MS, findChatbotAddress),
  );

const rooms = () =>
  singleton("admission.rooms", () =>
    createCache<Address | null>("room-address", TTL_MS, (code) => findAddress("room", code)),
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
      return (await findLiveApiKey(publicly(tenantId), id)) !== null;
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

/** A former handle still leads to its chatbot for a while. */
async function findChatbotAddress(handle: string): Promise<Address | null> {
  const address = await findAddress("chatbot", handle);
  if (address) return address;
  const former = await findFormerAddress("chatbot", handle);
  if (!former?.tenantId || !former.targetId) return null;
  return { tenantId: former.tenantId, targetId: former.targetId };
}

async function findKeyHolder(hash: string): Promise<KeyHolder | null> {
  const address = await findAddress("apiKey", hash);
  if (!address) return null;
  const ctx = publicly(address.tenantId);
  const row = await findLiveApiKey(ctx, address.targetId);
  if (!row) return null;
  // The request does not wait for this: losing the time of last use is acceptable, delaying the first token
  // is not.
  void touchApiKey(ctx, row.id).catch((error: unknown) =>
    log().warn(errorFields(error), "storing the last use of a key failed"),
  );
  const { id, chatbotId, makerRole } = row;
  return { tenantId: address.tenantId, id, chatbotId, scopes: scopesWithin(row.scopes, makerRole) };
}

/** A key allows no more than its maker's current role. Any role may chat. */
function scopesWithin(scopes: string[], makerRole: Role | null): string[] {
  const isWithin = (scope: string) =>
    makerRole === null || scope === "chat" || allows(makerRole, scope as Permission);
  return scopes.filter(isWithin);
}

export const addressOf = (handle: string) => addresses().get(handle);

/**
 * Resolves a room's code; null if there is none. That is not cached, because a new room must be found at
 * once.
 */
export async function roomAddressOf(code: string): Promise<Address | null> {
  const address = await rooms().get(code);
  if (!address) rooms().invalidate(code);
  return address;
}

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

export function invalidateRoom(code: string): void {
  rooms().invalidate(code);
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

import { and, desc, eq, isNull, or, sql } from "drizzle-orm";
import { addressDb } from "#db/client.ts";
import { addresses, apiKeys, chatbots, conversations, members, people, tenants } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";

export type AddressKind = (typeof addresses.$inferSelect)["kind"];
export type Address = { tenantId: Id<"ten">; targetId: string };

export async function findAddress(kind: AddressKind, value: string): Promise<Address | null> {
  const [row] = await addressDb()
    .select({ tenantId: addresses.tenantId, targetId: addresses.targetId })
    .from(addresses)
    .where(and(eq(addresses.kind, kind), eq(addresses.value, value)));
  return row ?? null;
}

/** @returns false if any tenant already has the address */
export async function claimAddress(
  tx: Context,
  kind: AddressKind,
  value: string,
  targetId: string,
): Promise<boolean> {
  const rows = await tx.db
    .insert(addresses)
    .values({ kind, value, tenantId: tx.tenantId, targetId })
    .onConflictDoNothing()
    .returning({ value: addresses.value });
  return rows.length > 0;
}

export async function insertApiKey(
  tx: Context,
  key: { id: Id<"key">; name: string; hash: string; scopes: string[] },
): Promise<void> {
  await tx.db.insert(apiKeys).values({ tenantId: tx.tenantId, ...key });
}

export async function findApiKey(ctx: Context, keyId: string) {
  const [row] = await ctx.db
    .select({ id: apiKeys.id, scopes: apiKeys.scopes, revokedAt: apiKeys.revokedAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.tenantId, ctx.tenantId), eq(apiKeys.id, keyId as Id<"key">)));
  return row ?? null;
}

/** Records when a key was last used, to the minute. */
export async function touchApiKey(ctx: Context, keyId: Id<"key">): Promise<void> {
  const stale = or(isNull(apiKeys.lastUsedAt), sql`${apiKeys.lastUsedAt} < now() - interval '1 minute'`);
  await ctx.db
    .update(apiKeys)
    .set({ lastUsedAt: ctx.now() })
    .where(and(eq(apiKeys.tenantId, ctx.tenantId), eq(apiKeys.id, keyId), stale));
}

export async function listApiKeys(ctx: Context) {
  return ctx.db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      scopes: apiKeys.scopes,
      createdAt: apiKeys.createdAt,
      lastUsedAt: apiKeys.lastUsedAt,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.tenantId, ctx.tenantId), isNull(apiKeys.revokedAt)))
    .orderBy(desc(apiKeys.createdAt));
}

/** @returns the key's hash; null if it is unknown or already revoked */
export async function revokeApiKey(
  tx: Context,
  keyId: Id<"key">,
): Promise<{ hash: string; name: string } | null> {
  const [row] = await tx.db
    .update(apiKeys)
    .set({ revokedAt: tx.now() })
    .where(and(eq(apiKeys.tenantId, tx.tenantId), eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)))
    .returning({ hash: apiKeys.hash, name: apiKeys.name });
  return row ?? null;
}

/** Releases an address of this tenant. */
export async function releaseAddress(tx: Context, kind: AddressKind, value: string): Promise<void> {
  await tx.db
    .delete(addresses)
    .where(and(eq(addresses.tenantId, tx.tenantId), eq(addresses.kind, kind), eq(addresses.value, value)));
}

/** Updates the handle of the chatbot on the home page; null shows none. */
export async function retargetShowcase(tx: Context, from: string, to: string | null): Promise<void> {
  const shown = and(
    eq(addresses.tenantId, tx.tenantId),
    eq(addresses.kind, "showcase"),
    eq(addresses.targetId, from),
  );
  if (to === null) await tx.db.delete(addresses).where(shown);
  else await tx.db.update(addresses).set({ targetId: to }).where(shown);
}

/** Returns who may use a chatbot; null if it does not exist. */
export async function findChatbotDoor(ctx: Context, chatbotId: Id<"bot">) {
  const [row] = await ctx.db
    .select({ visibility: chatbots.visibility, linkToken: chatbots.linkToken })
    .from(chatbots)
    .where(and(eq(chatbots.tenantId, ctx.tenantId), eq(chatbots.id, chatbotId)));
  return row ?? null;
}

/** Lists the workspaces a person is a member of. */
export async function listMemberships(operator: OperatorContext, userId: Id<"usr">, limit = 50) {
  return operator.db
    .select({
      tenantId: members.tenantId,
      role: members.role,
      needsSecondFactor: sql<boolean>`coalesce((${tenants.settings} ->> 'requireSecondFactor')::boolean, false)`,
    })
    .from(members)
    .innerJoin(tenants, eq(tenants.id, members.tenantId))
    .where(eq(members.userId, userId))
    .orderBy(desc(members.createdAt))
    .limit(limit);
}

/** Whether a person has joined the workspace of `ctx` as an end user. */
export async function isPersonOf(ctx: Context, userId: Id<"usr">): Promise<boolean> {
  const rows = await ctx.db
    .select({ userId: people.userId })
    .from(people)
    .where(and(eq(people.tenantId, ctx.tenantId), eq(people.userId, userId)));
  return rows.length > 0;
}

/** Lists the workspaces that a person has joined as an end user, newest first. */
export async function listJoined(
  operator: OperatorContext,
  userId: Id<"usr">,
  limit = 50,
): Promise<Id<"ten">[]> {
  const rows = await operator.db
    .select({ tenantId: people.tenantId })
    .from(people)
    .where(eq(people.userId, userId))
    .orderBy(desc(people.createdAt))
    .limit(limit);
  return rows.map(({ tenantId }) => tenantId);
}

/**
 * Lists the workspaces that store something a person wrote under a pseudonym.
 * @param pseudonymOf returns the person's pseudonym in a workspace
 */
export async function listSpokenIn(
  operator: OperatorContext,
  pseudonymOf: (tenantId: Id<"ten">) => string,
): Promise<Id<"ten">[]> {
  const all = await operator.db.select({ id: tenants.id }).from(tenants);
  const rows = await operator.db
    .selectDistinct({ tenantId: conversations.tenantId })
    .from(conversations)
    .where(
      sql`(${conversations.tenantId}, ${conversations.userIdHash}) in (select * from unnest(
        ${sql.param(all.map(({ id }) => idToUuid(id)))}::uuid[], ${sql.param(all.map(({ id }) => pseudonymOf(id)))}::text[]))`,
    );
  return rows.map(({ tenantId }) => tenantId);
}

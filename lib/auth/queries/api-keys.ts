import { and, desc, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import { apiKeys, chatbots, members, tenants, users } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";

type ApiKeyRow = typeof apiKeys.$inferInsert;

const one = (ctx: Context, keyId: Id<"key">) =>
  and(eq(apiKeys.tenantId, ctx.tenantId), eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt));

const maker = and(eq(members.tenantId, apiKeys.tenantId), eq(members.userId, apiKeys.madeBy));

export async function insertApiKey(tx: Context, key: Omit<ApiKeyRow, "tenantId">): Promise<void> {
  await tx.db.insert(apiKeys).values({ tenantId: tx.tenantId, ...key });
}

/**
 * Returns a valid key: neither revoked nor expired, its maker still a member, and its workspace not scheduled
 * for deletion. `makerRole` is null for a key without a maker.
 */
export async function findLiveApiKey(ctx: Context, keyId: string) {
  const [row] = await ctx.db
    .select({
      id: apiKeys.id,
      scopes: apiKeys.scopes,
      chatbotId: apiKeys.chatbotId,
      makerRole: members.role,
    })
    .from(apiKeys)
    .innerJoin(tenants, eq(tenants.id, apiKeys.tenantId))
    .leftJoin(members, maker)
    .where(
      and(
        one(ctx, keyId as Id<"key">),
        isNull(tenants.deleteAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, ctx.now())),
        or(isNull(apiKeys.madeBy), isNotNull(members.role)),
      ),
    );
  return row ?? null;
}

/** The keys of the workspace with a name that no member is responsible for, revoked ones too. */
export async function findOwnKeys(ctx: Context, name: string) {
  return ctx.db
    .select({ id: apiKeys.id, hash: apiKeys.hash, revokedAt: apiKeys.revokedAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.tenantId, ctx.tenantId), eq(apiKeys.name, name), isNull(apiKeys.madeBy)));
}

/** The instance's first workspace: the demo's if there is one, else the oldest; null without workspaces. */
export async function findFirstWorkspace(operator: OperatorContext): Promise<Id<"ten"> | null> {
  const [row] = await operator.db
    .select({ id: tenants.id })
    .from(tenants)
    .where(isNull(tenants.deleteAt))
    .orderBy(sql`(${tenants.slug} = 'demo') desc`, tenants.createdAt)
    .limit(1);
  return row?.id ?? null;
}

/** Records when a key was last used, to the minute. */
export async function touchApiKey(ctx: Context, keyId: Id<"key">): Promise<void> {
  const stale = or(isNull(apiKeys.lastUsedAt), sql`${apiKeys.lastUsedAt} < now() - interval '1 minute'`);
  await ctx.db
    .update(apiKeys)
    .set({ lastUsedAt: ctx.now() })
    .where(and(eq(apiKeys.tenantId, ctx.tenantId), eq(apiKeys.id, keyId), stale));
}

/** Newest first, without revoked keys. */
export async function listApiKeys(ctx: Context) {
  return ctx.db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      scopes: apiKeys.scopes,
      prefix: apiKeys.prefix,
      lastFour: apiKeys.lastFour,
      madeBy: apiKeys.madeBy,
      maker: users.name,
      chatbot: chatbots.name,
      createdAt: apiKeys.createdAt,
      lastUsedAt: apiKeys.lastUsedAt,
      expiresAt: apiKeys.expiresAt,
    })
    .from(apiKeys)
    .leftJoin(members, maker)
    .leftJoin(users, eq(users.id, members.userId))
    .leftJoin(chatbots, and(eq(chatbots.tenantId, apiKeys.tenantId), eq(chatbots.id, apiKeys.chatbotId)))
    .where(and(eq(apiKeys.tenantId, ctx.tenantId), isNull(apiKeys.revokedAt)))
    .orderBy(desc(apiKeys.createdAt));
}

type Revoked = { id: Id<"key">; hash: string; name: string };
const revoked = { id: apiKeys.id, hash: apiKeys.hash, name: apiKeys.name };

/** @returns null if it is unknown or already revoked */
export async function revokeApiKey(tx: Context, keyId: Id<"key">): Promise<Revoked | null> {
  const [row] = await tx.db
    .update(apiKeys)
    .set({ revokedAt: tx.now() })
    .where(one(tx, keyId))
    .returning(revoked);
  return row ?? null;
}

/** Revokes the keys that a member is responsible for. */
export async function revokeApiKeysOf(tx: Context, userId: Id<"usr">): Promise<Revoked[]> {
  return tx.db
    .update(apiKeys)
    .set({ revokedAt: tx.now() })
    .where(and(eq(apiKeys.tenantId, tx.tenantId), eq(apiKeys.madeBy, userId), isNull(apiKeys.revokedAt)))
    .returning(revoked);
}

/** Sets who is responsible for a key. @returns null if it is unknown, revoked, or theirs already */
export async function updateApiKeyMaker(
  tx: Context,
  keyId: Id<"key">,
  userId: Id<"usr">,
): Promise<Revoked | null> {
  const [row] = await tx.db
    .update(apiKeys)
    .set({ madeBy: userId })
    .where(and(one(tx, keyId), sql`${apiKeys.madeBy} is distinct from ${idToUuid(userId)}`))
    .returning(revoked);
  return row ?? null;
}

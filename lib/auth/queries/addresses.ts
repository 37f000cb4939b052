import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { addressDb } from "#db/client.ts";
import { addresses, chatbots, conversations, members, people, tenants } from "#db/schema/index.ts";
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

/** Releases an address of this tenant. */
export async function releaseAddress(tx: Context, kind: AddressKind, value: string): Promise<void> {
  await tx.db
    .delete(addresses)
    .where(and(eq(addresses.tenantId, tx.tenantId), eq(addresses.kind, kind), eq(addresses.value, value)));
}

/** Lists the tenants that have an address of this kind. */
export async function listTenantsWith(operator: OperatorContext, kind: AddressKind): Promise<Id<"ten">[]> {
  const rows = await operator.db
    .selectDistinct({ tenantId: addresses.tenantId })
    .from(addresses)
    .where(eq(addresses.kind, kind));
  return rows.map(({ tenantId }) => tenantId);
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

/** Returns who may use a chatbot; null if it does not exist or its workspace is scheduled for deletion. */
export async function findChatbotDoor(ctx: Context, chatbotId: Id<"bot">) {
  const [row] = await ctx.db
    .select({ visibility: chatbots.visibility, linkToken: chatbots.linkToken })
    .from(chatbots)
    .innerJoin(tenants, eq(tenants.id, chatbots.tenantId))
    .where(and(eq(chatbots.tenantId, ctx.tenantId), eq(chatbots.id, chatbotId), isNull(tenants.deleteAt)));
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

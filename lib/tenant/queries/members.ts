import { and, asc, count, desc, eq, isNull, sql } from "drizzle-orm";
import { invitations, members, tenants, usageTotals, users, workspacePlans } from "#db/schema/index.ts";
import type { Role } from "#lib/access/role.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

export async function listMembers(ctx: Context) {
  return ctx.db
    .select({
      id: members.userId,
      role: members.role,
      since: members.createdAt,
      email: users.email,
      name: users.name,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.tenantId, ctx.tenantId))
    .orderBy(asc(users.name));
}

/** @returns false if the person is already a member */
export async function insertMember(tx: Context, userId: Id<"usr">, role: Role): Promise<boolean> {
  const rows = await tx.db
    .insert(members)
    .values({ tenantId: tx.tenantId, userId, role })
    .onConflictDoNothing()
    .returning({ userId: members.userId });
  return rows.length > 0;
}

/**
 * Serializes changes to a workspace's owners, so that the second of two concurrent changes sees the first.
 */
export async function lockMembers(tx: Context): Promise<void> {
  await tx.db.select({ id: tenants.id }).from(tenants).where(eq(tenants.id, tx.tenantId)).for("update");
}

export async function countOwners(tx: Context): Promise<number> {
  const [row] = await tx.db
    .select({ owners: count() })
    .from(members)
    .where(and(eq(members.tenantId, tx.tenantId), eq(members.role, "owner")));
  return row?.owners ?? 0;
}

/**
 * Whether a workspace is in use: three days old, with a second member and a few messages within the month.
 * The operator's own is from its first day.
 */
export async function isUsed(ctx: Context): Promise<boolean> {
  const [row] = await ctx.db
    .select({
      isUsed: sql<boolean>`exists (select from ${workspacePlans} p where p.tenant_id = ${tenants.id} and p.plan = 'unlimited')
        or ${tenants.createdAt} < ${ctx.now().toISOString()}::timestamptz - interval '3 days'
        and (select count(*) from ${members} where ${members.tenantId} = ${tenants.id}) >= 2
        and exists (select from ${usageTotals} u where u.tenant_id = ${tenants.id} and u.scope = 'tenant'
          and u.period = 'month' and u.messages >= 20)`,
    })
    .from(tenants)
    .where(eq(tenants.id, ctx.tenantId));
  return row?.isUsed ?? false;
}

export async function updateMemberRole(tx: Context, userId: Id<"usr">, role: Role): Promise<void> {
  await tx.db
    .update(members)
    .set({ role })
    .where(and(eq(members.tenantId, tx.tenantId), eq(members.userId, userId)));
}

export async function deleteMember(tx: Context, userId: Id<"usr">): Promise<void> {
  await tx.db.delete(members).where(and(eq(members.tenantId, tx.tenantId), eq(members.userId, userId)));
}

/** Lists the workspaces a person is a member of, by name. */
export async function listWorkspacesOf(operator: OperatorContext, userId: Id<"usr">) {
  return operator.db
    .select({
      id: tenants.id,
      slug: tenants.slug,
      name: tenants.name,
      deleteAt: tenants.deleteAt,
      role: members.role,
    })
    .from(members)
    .innerJoin(tenants, eq(tenants.id, members.tenantId))
    .where(eq(members.userId, userId))
    .orderBy(asc(tenants.name));
}

export type Invitation = typeof invitations.$inferSelect;

export async function insertInvitation(
  tx: Context,
  invitation: Pick<Invitation, "id" | "email" | "role" | "hash" | "invitedBy" | "expiresAt">,
): Promise<void> {
  await tx.db.insert(invitations).values({ tenantId: tx.tenantId, ...invitation });
}

/** Invitations that can still be accepted, newest first. */
export async function listOpenInvitations(ctx: Context): Promise<Invitation[]> {
  return ctx.db
    .select()
    .from(invitations)
    .where(and(eq(invitations.tenantId, ctx.tenantId), isOpen(ctx)))
    .orderBy(desc(invitations.createdAt));
}

export async function findOpenInvitation(ctx: Context, id: Id<"inv">): Promise<Invitation | null> {
  const [row] = await ctx.db
    .select()
    .from(invitations)
    .where(and(eq(invitations.tenantId, ctx.tenantId), eq(invitations.id, id), isOpen(ctx)));
  return row ?? null;
}

/** Closes an invitation. @returns false if it was already accepted or revoked */
export async function closeInvitation(
  tx: Context,
  id: Id<"inv">,
  acceptedBy: Id<"usr"> | null,
): Promise<boolean> {
  const rows = await tx.db
    .update(invitations)
    .set(acceptedBy ? { acceptedAt: tx.now(), acceptedBy } : { revokedAt: tx.now() })
    .where(and(eq(invitations.tenantId, tx.tenantId), eq(invitations.id, id), isOpen(tx)))
    .returning({ id: invitations.id });
  return rows.length > 0;
}

const isOpen = (ctx: Context) =>
  and(
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
    sql`${invitations.expiresAt} > ${ctx.now().toISOString()}::timestamptz`,
  );

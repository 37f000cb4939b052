import { and, desc, eq, ilike, or, sql } from "drizzle-orm";
import { entitlements, people, users } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import type { Profile } from "../schema.ts";

/**
 * Inserts and locks the row, so that the person cannot leave in the meantime.
 * @returns false if they had already joined
 */
export async function insertPerson(tx: Context, userId: Id<"usr">, userIdHash: string): Promise<boolean> {
  const [row] = await tx.db
    .insert(people)
    .values({ tenantId: tx.tenantId, userId, userIdHash })
    .onConflictDoUpdate({ target: [people.tenantId, people.userId], set: { userIdHash } })
    .returning({ isNew: sql<boolean>`xmax = 0` });
  return row?.isNew ?? false;
}

/** Locks an end user, who cannot leave before the transaction ends. @returns false where they are none */
export async function lockPerson(tx: Context, userIdHash: string): Promise<boolean> {
  const rows = await tx.db
    .select({ userId: people.userId })
    .from(people)
    .where(and(eq(people.tenantId, tx.tenantId), eq(people.userIdHash, userIdHash)))
    .for("key share");
  return rows.length > 0;
}

export async function findProfile(ctx: Context, userIdHash: string) {
  const [row] = await ctx.db
    .select({ profile: people.profile })
    .from(people)
    .where(and(eq(people.tenantId, ctx.tenantId), eq(people.userIdHash, userIdHash)));
  return row?.profile ?? null;
}

/** As `lockPerson`, by account. @returns the pseudonym; null where they are no end user */
export async function lockPersonOfUser(tx: Context, userId: Id<"usr">): Promise<string | null> {
  const [row] = await tx.db
    .select({ userIdHash: people.userIdHash })
    .from(people)
    .where(and(eq(people.tenantId, tx.tenantId), eq(people.userId, userId)))
    .for("key share");
  return row?.userIdHash ?? null;
}

export async function updateProfileRow(ctx: Context, userId: Id<"usr">, profile: Profile): Promise<void> {
  await ctx.db
    .update(people)
    .set({ profile })
    .where(and(eq(people.tenantId, ctx.tenantId), eq(people.userId, userId)));
}

/** Lists end users, newest first, after `before`. `query` matches names and email addresses. */
export async function listPeopleRows(
  ctx: Context,
  page: {
    query?: string | undefined;
    before?: Id<"usr"> | undefined;
    only?: Id<"usr"> | undefined;
    limit: number;
  },
) {
  const pattern = page.query ? `%${page.query.replace(/[\\%_]/g, "\\$&")}%` : null;
  return ctx.db
    .select({
      userId: people.userId,
      joinedAt: people.createdAt,
      email: users.email,
      name: users.name,
      state: entitlements.state,
      messagesUsed: entitlements.messagesUsed,
      since: entitlements.since,
      approvedUntil: entitlements.approvedUntil,
      reason: entitlements.reason,
    })
    .from(people)
    .innerJoin(users, eq(users.id, people.userId))
    .leftJoin(
      entitlements,
      and(eq(entitlements.tenantId, people.tenantId), eq(entitlements.userIdHash, people.userIdHash)),
    )
    .where(
      and(
        eq(people.tenantId, ctx.tenantId),
        // End users who have become members count as members.
        sql`not exists (select from platform.members m where m.tenant_id = ${people.tenantId} and m.user_id = ${people.userId})`,
        page.only ? eq(people.userId, page.only) : undefined,
        pattern ? or(ilike(users.email, pattern), ilike(users.name, pattern)) : undefined,
        page.before
          ? sql`(${people.createdAt}, ${people.userId}) < (select last.created_at, last.user_id from platform.people last
              where last.tenant_id = ${idToUuid(ctx.tenantId)} and last.user_id = ${idToUuid(page.before)})`
          : undefined,
      ),
    )
    .orderBy(desc(people.createdAt), desc(people.userId))
    .limit(page.limit);
}

/** Row-level security shows only people who have joined. */
export async function findUserName(ctx: Context, userId: Id<"usr">) {
  const [row] = await ctx.db
    .select({ name: users.name, email: users.email })
    .from(users)
    .where(eq(users.id, userId));
  return row ?? null;
}

export async function deletePersonRow(tx: Context, userIdHash: string): Promise<void> {
  await tx.db.delete(people).where(and(eq(people.tenantId, tx.tenantId), eq(people.userIdHash, userIdHash)));
}

import { and, desc, eq, gt, ilike, or, type SQL, sql } from "drizzle-orm";
import { accessCodes, accessCodeUses, entitlements, people, tenants, users } from "#db/schema/index.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import type { AccessPolicy } from "#lib/tenant/schema.ts";
import type { EntitlementState, Profile } from "./schema.ts";

/**
 * Counts a message of whoever is in `ctx`, for the statement that stores it: it fails as a whole where they may send no more.
 * Who asks at the same moment waits for the row, so of many at once as many get through as there are messages left.
 * @param counts false: it is only asked whether they may
 */
export function takingMessage(ctx: Context, policy: AccessPolicy, isGuest: boolean, counts: boolean): SQL {
  return sql`platform.take_message(${idToUuid(ctx.tenantId)}::uuid, ${actorHash(ctx)}::text, ${isGuest}::boolean, ${counts}::boolean,
    ${policy.guestMessages}::integer, ${policy.trialMessages}::integer, ${policy.trialDays}::integer)`;
}

export async function takeMessage(tx: Context, taking: SQL): Promise<void> {
  await tx.db.execute(sql`select ${taking}`);
}

export async function findEntitlement(ctx: Context, userIdHash: string) {
  const [row] = await ctx.db
    .select({
      state: entitlements.state,
      messagesUsed: entitlements.messagesUsed,
      since: entitlements.since,
      establishedUntil: entitlements.establishedUntil,
      reason: entitlements.reason,
    })
    .from(entitlements)
    .where(and(eq(entitlements.tenantId, ctx.tenantId), eq(entitlements.userIdHash, userIdHash)));
  return row ?? null;
}

/** The row of someone who is about to change it, held; made where there is none. */
export async function lockEntitlement(tx: Context, userIdHash: string) {
  await tx.db.insert(entitlements).values({ tenantId: tx.tenantId, userIdHash }).onConflictDoNothing();
  const [row] = await tx.db
    .select({ state: entitlements.state, establishedUntil: entitlements.establishedUntil })
    .from(entitlements)
    .where(and(eq(entitlements.tenantId, tx.tenantId), eq(entitlements.userIdHash, userIdHash)))
    .for("update");
  return row ?? null;
}

export async function findAccessPolicy(ctx: Context): Promise<Partial<AccessPolicy> | null> {
  const [row] = await ctx.db
    .select({
      access: sql`${tenants.settings} -> 'access'`.mapWith(
        (text: string) => JSON.parse(text) as Partial<AccessPolicy> | null,
      ),
    })
    .from(tenants)
    .where(eq(tenants.id, ctx.tenantId));
  return row?.access ?? null;
}

/** The row is held then, so that nobody leaves meanwhile. @returns false for whoever has joined before */
export async function insertPerson(tx: Context, userId: Id<"usr">, userIdHash: string): Promise<boolean> {
  const [row] = await tx.db
    .insert(people)
    .values({ tenantId: tx.tenantId, userId, userIdHash })
    .onConflictDoUpdate({ target: [people.tenantId, people.userId], set: { userIdHash } })
    .returning({ isNew: sql<boolean>`xmax = 0` });
  return row?.isNew ?? false;
}

/** Whether somebody is an end user, who cannot leave before the transaction ends. */
export async function holdPerson(tx: Context, userIdHash: string): Promise<boolean> {
  const rows = await tx.db
    .select({ userId: people.userId })
    .from(people)
    .where(and(eq(people.tenantId, tx.tenantId), eq(people.userIdHash, userIdHash)))
    .for("key share");
  return rows.length > 0;
}

/** Gives one pseudonym what another has: how far they may go, and which codes they have entered. */
export async function moveEntitlement(tx: Context, from: string, to: string): Promise<void> {
  const tenant = idToUuid(tx.tenantId);
  await tx.db.execute(sql`
    delete from platform.entitlements e where e.tenant_id = ${tenant} and e.user_id_hash = ${to}
      and exists (select from platform.entitlements o where o.tenant_id = ${tenant} and o.user_id_hash = ${from})`);
  await tx.db
    .update(entitlements)
    .set({ userIdHash: to })
    .where(and(eq(entitlements.tenantId, tx.tenantId), eq(entitlements.userIdHash, from)));
  await tx.db.execute(sql`
    with gone as (
      delete from platform.access_code_uses where tenant_id = ${tenant} and user_id_hash = ${from} returning *
    )
    insert into platform.access_code_uses (tenant_id, hash, user_id_hash, used_at)
    select tenant_id, hash, ${to}, used_at from gone on conflict do nothing`);
}

/** Under the mark of someone who has left only what has to be kept is kept: no reason, and nothing where nothing was used. */
export async function trimEntitlement(tx: Context, mark: string): Promise<void> {
  const own = and(eq(entitlements.tenantId, tx.tenantId), eq(entitlements.userIdHash, mark));
  await tx.db
    .delete(entitlements)
    .where(and(own, eq(entitlements.state, "trial"), eq(entitlements.messagesUsed, 0)));
  await tx.db.update(entitlements).set({ reason: null }).where(own);
}

export async function deleteEntitlement(tx: Context, userIdHash: string): Promise<void> {
  await tx.db
    .delete(entitlements)
    .where(and(eq(entitlements.tenantId, tx.tenantId), eq(entitlements.userIdHash, userIdHash)));
}

/** What somebody has told, by their pseudonym. */
export async function findProfile(ctx: Context, userIdHash: string) {
  const [row] = await ctx.db
    .select({ profile: people.profile })
    .from(people)
    .where(and(eq(people.tenantId, ctx.tenantId), eq(people.userIdHash, userIdHash)));
  return row?.profile ?? null;
}

/** The pseudonym of an end user, who cannot leave before the transaction ends. */
export async function holdPersonOf(tx: Context, userId: Id<"usr">): Promise<string | null> {
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

/** Newest first, after the one named by `before`. A query matches names and addresses. */
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
      establishedUntil: entitlements.establishedUntil,
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
        // Whoever has become a member is one.
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

export async function putEntitlement(
  tx: Context,
  userIdHash: string,
  to: { state: EntitlementState; establishedUntil: Date | null; reason: string | null },
): Promise<void> {
  await tx.db
    .insert(entitlements)
    .values({ tenantId: tx.tenantId, userIdHash, ...to })
    .onConflictDoUpdate({ target: [entitlements.tenantId, entitlements.userIdHash], set: to });
}

export async function insertAccessCode(
  tx: Context,
  code: { hash: string; days: number | null; usesLeft: number },
): Promise<void> {
  await tx.db.insert(accessCodes).values({ tenantId: tx.tenantId, ...code });
}

/** Those that can still be entered, newest first. */
export async function listAccessCodeRows(ctx: Context, limit: number) {
  return ctx.db
    .select({
      hash: accessCodes.hash,
      days: accessCodes.days,
      usesLeft: accessCodes.usesLeft,
      createdAt: accessCodes.createdAt,
    })
    .from(accessCodes)
    .where(and(eq(accessCodes.tenantId, ctx.tenantId), gt(accessCodes.usesLeft, 0)))
    .orderBy(desc(accessCodes.createdAt))
    .limit(limit);
}

/** Nobody enters it any more; whoever has stays established. @returns false where there is none to be entered */
export async function closeAccessCode(tx: Context, hash: string): Promise<boolean> {
  const rows = await tx.db
    .update(accessCodes)
    .set({ usesLeft: 0 })
    .where(
      and(eq(accessCodes.tenantId, tx.tenantId), eq(accessCodes.hash, hash), gt(accessCodes.usesLeft, 0)),
    )
    .returning({ hash: accessCodes.hash });
  return rows.length > 0;
}

/** Takes one use of a code for a person who has not used it before. @returns null for one that is unknown, withdrawn or used up */
export async function takeAccessCode(
  tx: Context,
  hash: string,
  userIdHash: string,
): Promise<{ days: number | null } | null> {
  const [code] = await tx.db
    .update(accessCodes)
    .set({ usesLeft: sql`${accessCodes.usesLeft} - 1` })
    .where(
      and(eq(accessCodes.tenantId, tx.tenantId), eq(accessCodes.hash, hash), gt(accessCodes.usesLeft, 0)),
    )
    .returning({ days: accessCodes.days });
  if (!code) return null;
  const uses = await tx.db
    .insert(accessCodeUses)
    .values({ tenantId: tx.tenantId, hash, userIdHash })
    .onConflictDoNothing()
    .returning({ hash: accessCodeUses.hash });
  return uses.length > 0 ? code : null;
}

/** Of whoever has joined: of others the wall shows nothing. */
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

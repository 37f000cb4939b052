import { and, eq, type SQL, sql } from "drizzle-orm";
import { entitlements, tenants } from "#db/schema/index.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import { idToUuid } from "#lib/core/ids.ts";
import type { AccessPolicy } from "#lib/tenant/schema.ts";
import type { EntitlementState } from "../schema.ts";

/**
 * Expression that counts a message of the person in `ctx`. The whole statement fails where they may send no
 * more. It locks the row, so that concurrent messages cannot exceed the limit.
 * @param counts false: only checks that they may send one
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
      approvedUntil: entitlements.approvedUntil,
      reason: entitlements.reason,
    })
    .from(entitlements)
    .where(and(eq(entitlements.tenantId, ctx.tenantId), eq(entitlements.userIdHash, userIdHash)));
  return row ?? null;
}

/** Locks a person's entitlement, which is created if there is none. */
export async function lockEntitlement(tx: Context, userIdHash: string) {
  await tx.db.insert(entitlements).values({ tenantId: tx.tenantId, userIdHash }).onConflictDoNothing();
  const [row] = await tx.db
    .select({ state: entitlements.state, approvedUntil: entitlements.approvedUntil })
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

/** Moves the entitlement and the used codes of one pseudonym to another. */
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

/** Reduces a former user's entitlement to what must be kept: no reason, and no row where nothing was used. */
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

export async function putEntitlement(
  tx: Context,
  userIdHash: string,
  to: { state: EntitlementState; approvedUntil: Date | null; reason: string | null },
): Promise<void> {
  await tx.db
    .insert(entitlements)
    .values({ tenantId: tx.tenantId, userIdHash, ...to })
    .onConflictDoUpdate({ target: [entitlements.tenantId, entitlements.userIdHash], set: to });
}

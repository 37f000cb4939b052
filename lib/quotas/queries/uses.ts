import { and, eq, lt, sql } from "drizzle-orm";
import { quotaUses } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { idToUuid } from "#lib/core/ids.ts";
import type { DailyQuota, HeldQuota } from "#lib/core/plan-limits.ts";

/**
 * Makes others that take from the same quota wait until this transaction ends, so that they count what it
 * adds.
 */
export async function lockQuota(tx: Context, quota: HeldQuota): Promise<void> {
  await tx.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`quota:${tx.tenantId}:${quota}`}, 0))`,
  );
}

/** Counts the rows themselves, so that every kind of deletion frees quota. */
const heldSql: Record<HeldQuota, (tenant: string) => ReturnType<typeof sql>> = {
  chatbots: (tenant) => sql`select count(*) from platform.chatbots where tenant_id = ${tenant}`,
  members: (tenant) => sql`select count(*) from platform.members where tenant_id = ${tenant}`,
  apiKeys: (tenant) =>
    sql`select count(*) from platform.api_keys where tenant_id = ${tenant} and revoked_at is null`,
  documents: (tenant) => sql`select (select count(*) from platform.documents where tenant_id = ${tenant})
    + (select count(*) from platform.ingestions i where i.tenant_id = ${tenant} and not exists (
        select from platform.documents d
        where d.tenant_id = i.tenant_id and d.source_id = i.source_id and d.path = i.path))`,
  storageBytes: (tenant) => sql`select
    (select coalesce(sum(original_bytes), 0) from platform.ingestions
      where tenant_id = ${tenant} and original_key is not null)
    + (select coalesce(sum(octet_length(content)), 0) from platform.documents where tenant_id = ${tenant})
    + (select coalesce(sum(bytes), 0) from platform.photo_analyses where tenant_id = ${tenant})
    + (select coalesce(sum(cover_bytes), 0) from platform.rooms where tenant_id = ${tenant})
    + (select coalesce(sum(bytes), 0) from platform.room_files where tenant_id = ${tenant})`,
  passages: (tenant) =>
    sql`select coalesce(sum(chunk_count), 0) from platform.documents where tenant_id = ${tenant}`,
};

export async function countHeld(ctx: Context, quota: HeldQuota): Promise<number> {
  const held = heldSql[quota](idToUuid(ctx.tenantId));
  const rows = await ctx.db.execute(sql`select (${held})::float8 as used`);
  return (rows as unknown as { used: number }[])[0]?.used ?? 0;
}

/** Adds to a day's use. @returns false if it would exceed the limit */
export async function addDailyUse(
  ctx: Context,
  { quota, day, amount, limit }: { quota: DailyQuota; day: string; amount: number; limit: number | null },
): Promise<boolean> {
  const rows = await ctx.db.execute(sql`
    insert into platform.quota_uses as u (tenant_id, quota, starts_on, used)
    select ${idToUuid(ctx.tenantId)}::uuid, ${quota}, ${day}::date, ${amount}::float8
    where ${limit}::float8 is null or ${amount}::float8 <= ${limit}::float8
    on conflict (tenant_id, quota, starts_on) do update set used = u.used + excluded.used
    where ${limit}::float8 is null or u.used + excluded.used <= ${limit}::float8
    returning used`);
  return (rows as unknown as unknown[]).length > 0;
}

export async function subtractDailyUse(
  ctx: Context,
  { quota, day, amount }: { quota: DailyQuota; day: string; amount: number },
): Promise<void> {
  await ctx.db
    .update(quotaUses)
    .set({ used: sql`greatest(0, ${quotaUses.used} - ${amount}::float8)` })
    .where(ofDay(ctx, quota, day));
}

export async function readDailyUse(ctx: Context, quota: DailyQuota, day: string): Promise<number> {
  const [row] = await ctx.db
    .select({ used: quotaUses.used })
    .from(quotaUses)
    .where(ofDay(ctx, quota, day));
  return row?.used ?? 0;
}

export async function deleteOldUses(operator: OperatorContext, before: string): Promise<void> {
  await operator.db.delete(quotaUses).where(lt(quotaUses.startsOn, before));
}

const ofDay = (ctx: Context, quota: DailyQuota, day: string) =>
  and(eq(quotaUses.tenantId, ctx.tenantId), eq(quotaUses.quota, quota), eq(quotaUses.startsOn, day));

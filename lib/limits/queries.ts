import { eq, sql } from "drizzle-orm";
import { attempts } from "#db/schema/index.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import type { Take, Taken } from "#lib/core/kv/kv.ts";
import type { AttemptLimit } from "./limit-attempts.ts";

/**
 * Counts an attempt if it is due. The row lock serializes concurrent attempts in all processes. A free
 * attempt never waits, even if a later one, or one from a process whose clock is ahead, was counted first.
 * @returns when the next attempt is due, and whether this one was
 */
export async function countAttempt(
  operator: OperatorContext,
  key: string,
  limit: AttemptLimit,
): Promise<{ isDue: boolean; allowedAt: Date }> {
  const now = sql`${operator.now().toISOString()}::timestamptz`;
  const isOver = sql`a.started_at < ${now} - make_interval(secs => ${limit.windowSeconds}::float8)`;
  const count = sql`(case when ${isOver} then 1 else a.count + 1 end)`;
  const wait = sql`case when ${count} < ${limit.free}::int then 0 else least(${limit.longestSeconds}::float8, power(2, least(${count} - ${limit.free}::int, 20))) end`;
  const rows = await operator.db.execute(sql`
    insert into platform.attempts as a (key, count, started_at, allowed_at) values (${key}, 1, ${now}, ${now})
    on conflict (key) do update set
      count = ${count},
      started_at = case when ${isOver} then ${now} else a.started_at end,
      allowed_at = ${now} + make_interval(secs => ${wait})
    where a.count < ${limit.free}::int or a.allowed_at <= ${now}
    returning a.allowed_at`);
  if ((rows as unknown as unknown[]).length > 0) return { isDue: true, allowedAt: operator.now() };
  const [row] = await operator.db
    .select({ allowedAt: attempts.allowedAt })
    .from(attempts)
    .where(eq(attempts.key, key));
  return { isDue: false, allowedAt: row?.allowedAt ?? operator.now() };
}

export async function deleteAttempts(operator: OperatorContext, key: string): Promise<void> {
  await operator.db.delete(attempts).where(eq(attempts.key, key));
}

/**
 * Takes one token from each bucket like `takeToken`, but by the database's clock: `allowed_at` is when the
 * next token is available. Buckets are locked in the order of their names, so concurrent calls cannot
 * deadlock. Unlike `takeToken`, it keeps the tokens it took when another bucket refuses: see
 * `refundAttempts`.
 */
export async function takeAttempts(operator: OperatorContext, takes: readonly Take[]): Promise<Taken[]> {
  const rows = await operator.db.execute(sql`
    with asked (key, each, span) as (values ${asked(takes)}),
    clock as (select clock_timestamp() as at),
    taken as (
      insert into platform.attempts as a (key, count, started_at, allowed_at)
      select key, 1, at, at + each + each - span from asked, clock order by key
      on conflict (key) do update set
        count = 1,
        started_at = excluded.started_at,
        allowed_at = case
          when a.allowed_at > excluded.started_at then excluded.allowed_at
          else greatest(a.allowed_at, excluded.allowed_at - (select each from asked where asked.key = excluded.key))
            + (select each from asked where asked.key = excluded.key)
        end
      where a.allowed_at <= excluded.started_at
        or a.allowed_at > excluded.started_at + (select each from asked where asked.key = excluded.key) + interval '1 second'
      returning key, allowed_at
    )
    select asked.key, taken.key is not null as allowed,
      extract(epoch from coalesce(taken.allowed_at, a.allowed_at) - clock.at) * 1000 as wait
    from clock, asked left join taken using (key) left join platform.attempts a on a.key = asked.key`);
  const answers = new Map((rows as unknown as Answer[]).map((row) => [row.key, row]));
  return takes.map(({ bucket, limit }) => {
    const { tokens, windowMs } = limit;
    const row = answers.get(bucket);
    const wait = Math.min(Math.max(1, Math.ceil(Number(row?.wait ?? 1))), windowMs);
    if (!row?.allowed) return { allowed: false, remaining: 0, retryAfterMs: wait };
    const each = windowMs / tokens;
    const remaining = Math.floor((each - Number(row.wait)) / each + 1e-3);
    return { allowed: true, remaining: Math.min(Math.max(0, remaining), tokens - 1), retryAfterMs: 0 };
  });
}

type Answer = { key: string; allowed: boolean; wait: string };

/** Returns the tokens that `takeAttempts` took for a request that was refused. */
export async function refundAttempts(operator: OperatorContext, takes: readonly Take[]): Promise<void> {
  await operator.db.execute(sql`
    with asked (key, each, span) as (values ${asked(takes)}),
    locked as (
      select a.key, asked.each from platform.attempts a join asked using (key) order by a.key for update of a
    )
    update platform.attempts a set allowed_at = a.allowed_at - locked.each from locked where a.key = locked.key`);
}

function asked(takes: readonly Take[]) {
  const rows = takes.map(({ bucket, limit: { tokens, windowMs } }) => {
    const seconds = (ms: number) => sql`make_interval(secs => ${ms / 1_000}::float8)`;
    return sql`(${bucket}, ${seconds(windowMs / tokens)}, ${seconds(windowMs)})`;
  });
  return sql.join(rows, sql`, `);
}

/**
 * Purges expired rows in small batches. The row of a daily
 * bucket stays until the bucket is full, because a missing row counts as full.
 */
export async function purgeAttempts(operator: OperatorContext): Promise<void> {
  await operator.db.execute(sql`
    delete from platform.attempts where key in (
      select key from platform.attempts
      where started_at < clock_timestamp() - interval '1 day'
        and allowed_at < clock_timestamp() - interval '1 day'
      limit 1000 for update skip locked
    )`);
}

/** How many failures were counted since the start of the window. */
export async function findFailures(
  operator: OperatorContext,
  key: string,
): Promise<{ count: number; startedAt: Date } | null> {
  const [row] = await operator.db
    .select({ count: attempts.count, startedAt: attempts.startedAt })
    .from(attempts)
    .where(eq(attempts.key, key));
  return row ?? null;
}

/** Counts a failure in a window that begins with the first one. */
export async function countFailureRow(
  operator: OperatorContext,
  key: string,
  windowSeconds: number,
): Promise<void> {
  const now = sql`${operator.now().toISOString()}::timestamptz`;
  const isOver = sql`a.started_at < ${now} - make_interval(secs => ${windowSeconds}::float8)`;
  await operator.db.execute(sql`
    insert into platform.attempts as a (key, count, started_at, allowed_at) values (${key}, 1, ${now}, ${now})
    on conflict (key) do update set
      count = case when ${isOver} then 1 else a.count + 1 end,
      started_at = case when ${isOver} then ${now} else a.started_at end`);
}

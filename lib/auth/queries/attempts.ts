import { eq, sql } from "drizzle-orm";
import { attempts } from "#db/schema/index.ts";
import type { OperatorContext } from "#lib/core/context.ts";
import type { AttemptLimit } from "../limit-attempts.ts";

/**
 * Counts a try if it is due. The row's own lock puts tries that come at once in a line, whichever process they reach.
 * @returns when the next one is due, and whether this one was
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
    where a.allowed_at <= ${now}
    returning a.allowed_at`);
  if ((rows as unknown as unknown[]).length > 0) return { isDue: true, allowedAt: operator.now() };
  const [row] = await operator.db
    .select({ allowedAt: attempts.allowedAt })
    .from(attempts)
    .where(eq(attempts.key, key));
  return { isDue: false, allowedAt: row?.allowedAt ?? operator.now() };
}

export async function forgetAttempts(operator: OperatorContext, key: string): Promise<void> {
  await operator.db.delete(attempts).where(eq(attempts.key, key));
}

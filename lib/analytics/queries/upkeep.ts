import { sql } from "drizzle-orm";
import type { OperatorContext } from "#lib/context/context.ts";

/** Makes the partitions of this month and of `ahead` months after it. @returns the names of new ones */
export async function makePartitions(operator: OperatorContext, ahead: number): Promise<string[]> {
  const rows = await operator.db.execute(
    sql`select name from analytics.make_partitions(${operator.now().toISOString()}::timestamptz, ${ahead}) as name`,
  );
  return (rows as unknown as { name: string }[]).map(({ name }) => name);
}

/** Drops the partitions of months that ended before. @returns their names */
export async function dropPartitions(operator: OperatorContext, before: Date): Promise<string[]> {
  const rows = await operator.db.execute(
    sql`select name from analytics.drop_partitions(${before.toISOString()}::timestamptz) as name`,
  );
  return (rows as unknown as { name: string }[]).map(({ name }) => name);
}

/** @returns how many workspaces have events left to count */
export async function countNewEvents(
  operator: OperatorContext,
): Promise<{ counted: number; behind: number }> {
  const rows = await operator.db.execute(sql`select counted, behind from analytics.roll_up()`);
  const [row] = rows as unknown as { counted: number; behind: number }[];
  return row ?? { counted: 0, behind: 0 };
}

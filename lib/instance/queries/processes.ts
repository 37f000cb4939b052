import { eq, gte, lt, sql } from "drizzle-orm";
import { instanceSettings, processes } from "#db/schema/index.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { ProcessReport } from "../process-report.ts";

/** A process without a heartbeat for this long counts as dead. */
const ALIVE_SECONDS = 15;
/** Dead processes are kept for a while, to show when they ended. */
const FORGET_AFTER_SECONDS = 86_400;

const ago = (seconds: number) => sql`now() - make_interval(secs => ${seconds})`;

/** Stores a heartbeat, by the database's clock. */
export async function upsertProcess(operator: OperatorContext, { id, ...report }: ProcessReport) {
  await operator.db
    .insert(processes)
    .values({ id, ...report })
    .onConflictDoUpdate({ target: processes.id, set: { ...report, seenAt: sql`now()` } });
}

export async function deleteProcess(operator: OperatorContext, id: Id<"prc">): Promise<void> {
  await operator.db.delete(processes).where(eq(processes.id, id));
}

export async function deleteOldProcesses(operator: OperatorContext): Promise<void> {
  await operator.db.delete(processes).where(lt(processes.seenAt, ago(FORGET_AFTER_SECONDS)));
}

/** Processes seen within a day, newest first. */
export async function listProcesses(operator: OperatorContext) {
  return operator.db
    .select({
      id: processes.id,
      role: processes.role,
      version: processes.version,
      startedAt: processes.startedAt,
      seenAt: processes.seenAt,
      turnsInFlight: processes.turnsInFlight,
      streams: processes.streams,
      memoryMb: processes.memoryMb,
      loopDelayMs: processes.loopDelayMs,
      roomConnections: processes.roomConnections,
      cpuPercent: processes.cpuPercent,
      deliveryMs: processes.deliveryMs,
      isAlive: sql<boolean>`${gte(processes.seenAt, ago(ALIVE_SECONDS))}`,
    })
    .from(processes)
    .orderBy(sql`${processes.startedAt} desc`);
}

/** Reads the settings and the number of live workers in one statement. */
export async function readInstance(
  operator: OperatorContext,
): Promise<{ settings: Record<string, unknown>; workers: number }> {
  const rows = await operator.db.execute(sql`
    select (select coalesce(jsonb_object_agg(name, value), '{}')::text from ${instanceSettings}) as settings,
      (select count(*)::integer from ${processes} where ${processes.role} in ('worker', 'monolith')
        and ${gte(processes.seenAt, ago(ALIVE_SECONDS))}) as workers`);
  const [row] = rows as unknown as { settings: string; workers: number }[];
  return {
    settings: JSON.parse(row?.settings ?? "{}") as Record<string, unknown>,
    workers: row?.workers ?? 0,
  };
}

export async function writeSetting(operator: OperatorContext, name: string, value: unknown): Promise<void> {
  await operator.db
    .insert(instanceSettings)
    .values({ name, value })
    .onConflictDoUpdate({ target: instanceSettings.name, set: { value, changedAt: sql`now()` } });
}

import { runAsQueue } from "#db/queue-client.ts";
import { QUEUE_SCHEMA } from "#db/queue-schema.ts";
import type { Id } from "#lib/core/ids.ts";
import type { QueueSample } from "#lib/core/read-metrics.ts";

const job = `${QUEUE_SCHEMA}.job`;

/**
 * Which of these queues have a due job, and whether any has a job whose worker is dead or too slow. One
 * statement, because a worker would otherwise query each queue separately.
 */
export async function readQueueStats(queues: string[]): Promise<{ due: string[]; hasLost: boolean }> {
  const rows = await runAsQueue(
    `select q.name,
      exists (select from ${job} j where j.name = q.name and j.state < 'active' and not j.blocked and j.start_after <= now()) as is_due,
      exists (select from ${job} j where j.name = q.name and j.state = 'active'
        and (j.heartbeat_on + j.heartbeat_seconds * interval '1s' < now()
          or j.started_on + j.expire_seconds * interval '1s' < now())) as has_lost
    from unnest($1::text[]) as q(name)`,
    [queues],
  );
  const looks = rows as { name: string; is_due: boolean; has_lost: boolean }[];
  return {
    due: looks.filter((look) => look.is_due).map(({ name }) => name),
    hasLost: looks.some((look) => look.has_lost),
  };
}

/** Deletes all but the newest done jobs, and all but the newest failed or canceled jobs, of each queue. */
export async function deleteOldJobs(keep: { done: number; failed: number }): Promise<void> {
  await runAsQueue(
    `delete from ${job} j using (
      select name, id, state, row_number() over (partition by name, state = 'completed' order by completed_on desc) as place
      from ${job} where state in ('completed', 'failed', 'cancelled')
    ) old where j.name = old.name and j.id = old.id
      and old.place > case old.state when 'completed' then $1::integer else $2::integer end`,
    [keep.done, keep.failed],
  );
}

export async function deleteJobsOf(tenantId: string): Promise<void> {
  await runAsQueue(`delete from ${job} where data->>'tenantId' = $1`, [tenantId]);
}

/**
 * Queues of all tenants that have due jobs. Uses pg-boss's own index of waiting jobs; its state enumeration
 * follows the order of a job's life.
 */
export async function readDueQueues(): Promise<QueueSample[]> {
  const rows = await runAsQueue(`
    select name, count(*)::int as depth, extract(epoch from now() - min(start_after))::float8 as oldest
    from ${job}
    where state < 'active' and not blocked and start_after <= now()
    group by name`);
  return rows.map(({ name, depth, oldest }) => ({
    name: String(name),
    depth: Number(depth),
    oldestSeconds: Number(oldest),
  }));
}

/** How long the oldest due job of a queue and tenant has been due, in seconds; 0 if none is. */
export async function readQueueWait(queue: string, tenantId: Id<"ten">): Promise<number> {
  const [row] = await runAsQueue(
    `select coalesce(extract(epoch from now() - min(start_after)), 0)::float8 as seconds from ${job}
    where name = $1 and group_id = $2 and state < 'active' and not blocked and start_after <= now()`,
    [queue, tenantId],
  );
  return Number(row?.seconds ?? 0);
}

export type JobRow = {
  id: string;
  queue: string;
  state: "created" | "retry" | "active" | "completed" | "cancelled" | "failed";
  data: unknown;
  attempts: number;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** The kind of error; never its message, which may contain workspace data. */
  error: string | null;
};

const COLUMNS = `id, name as queue, state::text, data, retry_count + (state <> 'created')::int as attempts, created_on as "createdAt",
  started_on as "startedAt", completed_on as "endedAt", left(output->>'name', 60) as error`;

/** Jobs of all tenants: running, longest due, and most recently failed; at most `limit` of each. */
export async function listJobRows(limit: number): Promise<JobRow[]> {
  const rows = await runAsQueue(
    `(select ${COLUMNS} from ${job} where state = 'active' order by started_on limit $1::int)
    union all (select ${COLUMNS} from ${job} where state < 'active' and start_after <= now() order by start_after limit $1::int)
    union all (select ${COLUMNS} from ${job} where state = 'failed' order by completed_on desc limit $1::int)`,
    [limit],
  );
  return rows as unknown as JobRow[];
}

export async function findJobRow(queue: string, id: string): Promise<JobRow | null> {
  const rows = await runAsQueue(`select ${COLUMNS} from ${job} where name = $1 and id = $2::uuid`, [
    queue,
    id,
  ]);
  return (rows as unknown as JobRow[])[0] ?? null;
}

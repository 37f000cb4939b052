import { deadLetterOf } from "./boss.ts";
import { acceptEarlierVersion } from "./define-job.ts";
import type { Work } from "./open-runners.ts";
import { listJobRows } from "./queries.ts";

/** Per state. */
const MOST = 50;

export type JobSummary = Awaited<ReturnType<typeof listJobs>>[number];

/**
 * The running, longest waiting and most recently failed jobs of all workspaces. The operator sees which
 * workspace a job belongs to (null: the instance), but nothing of its content.
 */
export async function listJobs({ jobs, crons = [] }: Work) {
  const cancellable = new Set<string>();
  for (const job of acceptEarlierVersion(jobs)) if ((await job.load()).cancel) cancellable.add(job.name);
  const known = new Set(
    [...acceptEarlierVersion(jobs), ...crons].flatMap(({ name }) => [name, deadLetterOf(name)]),
  );
  const rows = (await listJobRows(MOST)).filter(({ queue }) => known.has(queue));
  return rows.map(({ data, state, ...row }) => ({
    ...row,
    state: state === "active" || state === "failed" ? state : ("waiting" as const),
    tenantId: (data as { tenantId?: string } | null)?.tenantId ?? null,
    isCancellable: state !== "failed" && cancellable.has(row.queue),
  }));
}

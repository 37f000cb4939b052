import { setTimeout as sleep } from "node:timers/promises";
import { databaseUnavailable } from "#db/database-unavailable.ts";
import { createCache } from "#lib/core/create-cache.ts";
import type { QueueSample } from "#lib/core/read-metrics.ts";
import { singleton } from "#lib/core/singleton.ts";
import { deadLetterOf } from "./boss.ts";
import { type AnyJob, acceptEarlierVersion } from "./define-job.ts";
import { readDueQueues } from "./queries.ts";

const TTL_MS = 3_000;
const LIMIT_MS = 2_000;

const queueSamples = () => singleton("jobs.queues", () => createCache("queues", TTL_MS, readInTime, 1));

/**
 * What waits in each queue of the given jobs and in their dead letter queues (`NAME.dead`), including empty
 * ones; at most three seconds old.
 * @throws ParleyError unavailable if the database does not respond within two seconds
 */
export async function listQueues(jobs: AnyJob[]): Promise<QueueSample[]> {
  const due = new Map((await queueSamples().get("")).map((queue) => [queue.name, queue]));
  const names = new Set([
    ...acceptEarlierVersion(jobs).flatMap(({ name }) => [name, deadLetterOf(name)]),
    ...due.keys(),
  ]);
  return [...names].map((name) => due.get(name) ?? { name, depth: 0, oldestSeconds: 0 });
}

async function readInTime(): Promise<QueueSample[]> {
  const asked = readDueQueues();
  asked.catch(() => undefined);
  const late = sleep(LIMIT_MS, null, { ref: false });
  const queues = await Promise.race([asked, late]);
  if (!queues) throw databaseUnavailable("The database did not report the queue lengths.");
  return queues;
}

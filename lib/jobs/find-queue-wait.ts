import { LRUCache } from "lru-cache";
import { createCache } from "#lib/core/create-cache.ts";
import type { Id } from "#lib/core/ids.ts";
import { singleton } from "#lib/core/singleton.ts";
import type { AnyJob } from "./define-job.ts";
import { expectedWait, type QueueReading } from "./expected-wait.ts";
import { readQueueWait } from "./queries.ts";

const TTL_MS = 1_000;
const MOST_REMEMBERED = 10_000;
const READINGS = 8;

const readings = () =>
  singleton("jobs.readings", () => new LRUCache<string, QueueReading[]>({ max: MOST_REMEMBERED }));

const waits = () =>
  singleton("jobs.waits", () =>
    createCache<number>("queue-wait", TTL_MS, async (key) => {
      const [queue = "", tenantId] = key.split("/") as [string, Id<"ten">];
      const reading = { at: performance.now(), oldestSeconds: await readQueueWait(queue, tenantId) };
      const known = [...(readings().get(key) ?? []), reading].slice(-READINGS);
      readings().set(key, known);
      return expectedWait(known);
    }),
  );

/**
 * How long another job of one kind and tenant would wait for a worker, in seconds, at the speed at which
 * those before it are served; cached for a second. Per tenant, so that one backlog does not close the queue
 * for others.
 */
export const findQueueWait = ({ name }: AnyJob, tenantId: Id<"ten">): Promise<number> =>
  waits().get(`${name}/${tenantId}`);

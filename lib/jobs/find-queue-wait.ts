import { createCache } from "#lib/core/create-cache.ts";
import type { Id } from "#lib/core/ids.ts";
import { singleton } from "#lib/core/singleton.ts";
import type { AnyJob } from "./define-job.ts";
import { readQueueWait } from "./queries.ts";

const TTL_MS = 1_000;

const waits = () =>
  singleton("jobs.waits", () =>
    createCache<number>("queue-wait", TTL_MS, (key) => {
      const [queue = "", tenantId] = key.split("/") as [string, Id<"ten">];
      return readQueueWait(queue, tenantId);
    }),
  );

/**
 * How long the oldest of a tenant's jobs of one kind has waited for a worker, in seconds; cached for a
 * second. Per tenant, so that one backlog does not close the queue for others.
 */
export const findQueueWait = ({ name }: AnyJob, tenantId: Id<"ten">): Promise<number> =>
  waits().get(`${name}/${tenantId}`);

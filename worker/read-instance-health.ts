import { type Health, readHealth } from "#lib/context/health.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { getInstance } from "#lib/instance/get-instance.ts";
import { listQueues } from "#lib/jobs/list-queues.ts";
import { readProjectionLag } from "#lib/status/projection/read-projection-lag.ts";
import { jobs } from "./registry.ts";

/** Health of the instance, as this process sees it. */
export function readInstanceHealth(): Promise<Health> {
  return readHealth({
    queue: () => listQueues(jobs),
    projections: () => readProjectionLag(sealOperator()),
    workers: async () => (await getInstance(sealOperator())).workers,
  });
}

import "../register-skills.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { isDraining } from "#lib/core/draining.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { closeBoss } from "#lib/jobs/boss.ts";
import { startWorker, type Worker } from "#lib/jobs/start-worker.ts";
import { requestReindexing } from "#lib/knowledge/indexing/request-reindexing.ts";
import { requestReembedding } from "#lib/knowledge/ingestion/request-reembedding.ts";
import { listTenants } from "#lib/tenant/list-tenants.ts";
import { crons } from "./cron-jobs.ts";
import { jobs } from "./registry.ts";

/** Running jobs that take longer are released and run again elsewhere. */
const GRACE_MS = 2_000;

/** Starts a worker in this process. */
export async function openWorker(): Promise<Pick<Worker, "running" | "stop"> & { close(): Promise<void> }> {
  const worker = await startWorker({ jobs, crons });
  void refreshSearchData().catch((error: unknown) => {
    if (!isDraining()) log().error(errorFields(error), "checking for outdated search data failed");
  });
  return {
    ...worker,
    async close() {
      await worker.close(GRACE_MS);
      await closeBoss();
    },
  };
}

/**
 * A release may change how words are indexed, and the embedding model is set per instance: after such a
 * change each tenant's documents are prepared again, one by one.
 */
async function refreshSearchData(): Promise<void> {
  for (const tenantId of await listTenants(sealOperator())) {
    const ctx = sealContext({ tenantId, actor: { kind: "job", id: "start" } });
    await requestReindexing(ctx);
    await requestReembedding(ctx);
  }
}

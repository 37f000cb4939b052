import { once } from "node:events";
import { fetchPublic } from "#lib/core/outbound.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import { failIngestion, ingestDocument } from "../ingestion/ingest-document.ts";
import { ingestDocumentJob } from "../jobs.ts";

/**
 * A worker for tests that kill it: the product's own, started on command and allowed to fetch from this
 * machine.
 */
const fetchHere: typeof fetchPublic = (url, options) =>
  fetchPublic(url, { ...options, isPublic: () => true, allowPorts: [Number(new URL(url).port)] });

await once(process.stdin, "data");
const job: typeof ingestDocumentJob = {
  ...ingestDocumentJob,
  load: async () => ({
    run: (ctx, { ingestionId: id, revision }, run) => ingestDocument(ctx, { id, revision }, run, fetchHere),
    giveUp: (ctx, { ingestionId: id, revision }) => failIngestion(ctx, { id, revision }),
  }),
};
await startWorker({ jobs: [job] });
process.stdout.write("working\n");

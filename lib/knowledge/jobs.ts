import { z } from "zod";
import { type Id, isId } from "#lib/core/ids.ts";
import { defineJob } from "#lib/jobs/define-job.ts";

const idOf = <P extends "ing" | "src" | "bot">(prefix: P) =>
  z.custom<Id<P>>((value) => typeof value === "string" && isId(prefix, value));

/**
 * Parsing and embedding have pools of their own: two at once keep both busy, a third is for another tenant.
 */
export const ingestDocumentJob = defineJob({
  name: "knowledge.ingest-document",
  payload: z.object({ ingestionId: idOf("ing"), revision: z.number().int() }),
  settings: {
    retries: 4,
    retrySeconds: 1,
    expireSeconds: 3_600,
    concurrency: 3,
    concurrencyPerTenant: 2,
  },
  load: async () => (await import("./ingestion/ingest-document.ts")).handler,
});

export const syncSourceJob = defineJob({
  name: "knowledge.sync-source",
  payload: z.object({ sourceId: idOf("src"), revision: z.number().int() }),
  settings: {
    retries: 4,
    retrySeconds: 5,
    expireSeconds: 3 * 3_600,
    concurrency: 3,
    concurrencyPerTenant: 2,
  },
  load: async () => (await import("./crawling/sync-source.ts")).handler,
});

export const reindexDocumentsJob = defineJob({
  name: "knowledge.index-again",
  payload: z.object({ chatbotId: idOf("bot") }),
  settings: {
    retries: 8,
    retrySeconds: 5,
    expireSeconds: 12 * 3_600,
    concurrency: 1,
    concurrencyPerTenant: 1,
  },
  load: async () => (await import("./indexing/reindex-documents.ts")).handler,
});

export const reembedDocumentsJob = defineJob({
  name: "knowledge.embed-again",
  payload: z.object({ chatbotId: idOf("bot") }),
  settings: {
    retries: 8,
    retrySeconds: 5,
    expireSeconds: 12 * 3_600,
    concurrency: 1,
    concurrencyPerTenant: 1,
  },
  load: async () => (await import("./ingestion/reembed-documents.ts")).handler,
});

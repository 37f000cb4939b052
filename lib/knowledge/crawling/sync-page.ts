import { requestIngestion } from "../ingestion/request-ingestion.ts";
import type { Sync } from "../sources/connector.ts";

/** Queues a source of one page as an ingestion. */
export const syncPage: Sync = async (ctx, source) => {
  await requestIngestion(ctx, { sourceId: source.id, url: source.origin });
  return { state: "ready", reason: null, report: null };
};

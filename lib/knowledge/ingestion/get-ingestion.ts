import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { findDocumentByPath } from "../queries/documents.ts";
import { findIngestion } from "../queries/ingestions.ts";
import { type IngestionSummary, isEnded } from "./ingestion.ts";
import { summarizeIngestion } from "./summarize-ingestion.ts";

const FIRST_POLL_MS = 50;
const MAX_POLL_MS = 500;

/** Returns the state of an ingestion, waiting up to `waitMs` for it to end. @throws ParleyError not_found */
export async function getIngestion(
  ctx: Context,
  id: Id<"ing">,
  { waitMs = 0, signal }: { waitMs?: number; signal?: AbortSignal } = {},
): Promise<IngestionSummary> {
  const until = performance.now() + waitMs;
  for (let pause = FIRST_POLL_MS; ; pause = Math.min(2 * pause, MAX_POLL_MS)) {
    const row = await findIngestion(ctx, id);
    if (!row) throw notFound("ingestion");
    if (isEnded(row.state) || performance.now() + pause > until || signal?.aborted) {
      const isReady = row.state === "ready";
      return summarizeIngestion(row, isReady ? await findDocumentByPath(ctx, row.sourceId, row.path) : null);
    }
    await sleep(pause);
  }
}

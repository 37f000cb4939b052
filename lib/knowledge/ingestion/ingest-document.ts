import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import type { fetchPublic } from "#lib/core/outbound.ts";
import type { JobHandler, JobRun } from "#lib/jobs/define-job.ts";
import { takeDailyQuota } from "#lib/quotas/take-daily-quota.ts";
import { takeQuota } from "#lib/quotas/take-quota.ts";
import { findDocumentByPath } from "../queries/documents.ts";
import {
  type Claim,
  claimIngestion,
  endIngestion,
  type IngestionRow,
  saveProgress,
} from "../queries/ingestions.ts";
import { findSource } from "../queries/sources.ts";
import { cancelIngestion } from "./cancel-ingestion.ts";
import { fetchDocument } from "./fetch-document.ts";
import { pageFacts } from "./ingestion.ts";
import { deleteOriginals, readOriginal, storeOriginal } from "./original-file.ts";
import { pipelineName, putDocument } from "./put-document.ts";
import { retryIngestion } from "./retry-ingestion.ts";

/** A newer request for the same path arrived, or the ingestion was canceled. */
class Superseded extends Error {}

const PROGRESS_INTERVAL_MS = 500;
const UNEXPECTED_ERROR = "Something went wrong on our side. Try again. If it keeps happening, report it.";
const INTERRUPTED =
  "Processing was interrupted several times. Try again. If it keeps happening, split the document.";

/**
 * Ingests one document from its original or its address. Safe to run repeatedly: a fetched original is not
 * fetched again, and readers see the previous version until the new one is stored.
 */
export async function ingestDocument(
  ctx: Context,
  claim: Claim,
  run: Pick<JobRun, "isLastAttempt" | "signal">,
  fetchPage?: typeof fetchPublic,
): Promise<void> {
  const row = await claimIngestion(ctx, claim);
  if (!row) return;
  const before = await findDocumentByPath(ctx, row.sourceId, row.path);
  try {
    const ready = row.originalKey ? row : await fetchOriginal(ctx, claim, row, fetchPage);
    if (!ready) return;
    const { originalKey } = ready;
    const page = ready.page === null ? null : pageFacts.parse(ready.page);
    let savedAt = 0;
    await putDocument(ctx, {
      ...(await readOriginal(ready)),
      sourceId: row.sourceId,
      originalKey,
      page,
      observer: {
        async onProgress(state, done, total) {
          run.signal.throwIfAborted();
          if (done > 0 && performance.now() - savedAt < PROGRESS_INTERVAL_MS) return;
          savedAt = performance.now();
          if (!(await saveProgress(ctx, claim, { state, done, total }))) throw new Superseded();
        },
        async beforeStore(tx, outcome) {
          if (!(await endIngestion(tx, claim, { state: "ready", outcome }))) throw new Superseded();
        },
      },
    });
    const after = await findDocumentByPath(ctx, row.sourceId, row.path);
    await deleteOriginals([before?.originalKey, originalKey].filter((key) => key !== after?.originalKey));
  } catch (error) {
    if (error instanceof Superseded) return;
    await fail(ctx, claim, error, run);
  }
}

/** Marks an ingestion as failed after all attempts were interrupted. */
export async function failIngestion(ctx: Context, claim: Claim): Promise<void> {
  await endIngestion(ctx, claim, { state: "failed", reason: INTERRUPTED });
}

export const handler: JobHandler<{ ingestionId: Id<"ing">; revision: number }> = {
  run: (ctx, { ingestionId: id, revision }, run) => ingestDocument(ctx, { id, revision }, run),
  giveUp: (ctx, { ingestionId: id, revision }) => failIngestion(ctx, { id, revision }),
  async again(ctx, { ingestionId }) {
    await retryIngestion(ctx, ingestionId);
  },
  async cancel(ctx, { ingestionId }) {
    await cancelIngestion(ctx, ingestionId);
  },
};

async function fetchOriginal(
  ctx: Context,
  claim: Claim,
  row: IngestionRow,
  fetchPage?: typeof fetchPublic,
): Promise<Pick<IngestionRow, "path" | "originalKey" | "mediaType" | "page"> | null> {
  if (!(await saveProgress(ctx, claim, { state: "fetching" }))) return null;
  const [source, known] = await Promise.all([
    findSource(ctx, row.sourceId),
    findDocumentByPath(ctx, row.sourceId, row.path),
  ]);
  await takeDailyQuota(ctx, "crawledPages", 1);
  const isCurrent = source && known?.pipeline === pipelineName(source.language);
  const fetched = await fetchDocument(row.path, isCurrent ? known : null, fetchPage);
  if (fetched.isUnchanged) {
    await endIngestion(ctx, claim, { state: "ready", outcome: "unchanged" });
    return null;
  }
  const { bytes, contentType: mediaType, page } = fetched;
  const originalKey = await storeOriginal(ctx, row.sourceId, { bytes, contentType: mediaType });
  const stored = { originalKey, originalBytes: bytes.length, mediaType, page };
  if (!(await storeWithinQuota(ctx, claim, stored))) {
    await deleteOriginals([originalKey]);
    return null;
  }
  return { path: row.path, originalKey, mediaType, page };
}

/** @returns false when the claim is superseded */
async function storeWithinQuota(
  ctx: Context,
  claim: Claim,
  stored: Pick<IngestionRow, "originalKey" | "originalBytes" | "mediaType" | "page">,
): Promise<boolean> {
  try {
    return await transaction(ctx, async (tx) => {
      await takeQuota(tx, { storageBytes: stored.originalBytes ?? 0 });
      return saveProgress(tx, claim, stored);
    });
  } catch (error) {
    await deleteOriginals([stored.originalKey]);
    throw error;
  }
}

/** Permanent errors end the ingestion; others are retried while attempts are left. */
async function fail(
  ctx: Context,
  claim: Claim,
  error: unknown,
  run: Pick<JobRun, "isLastAttempt" | "signal">,
): Promise<void> {
  const known = error instanceof ParleyError ? error : null;
  const isFinal = known !== null && known.code !== "unavailable";
  if (isFinal || (run.isLastAttempt && !run.signal.aborted)) {
    await endIngestion(ctx, claim, { state: "failed", reason: known?.message ?? UNEXPECTED_ERROR });
    if (isFinal) return;
  } else {
    await saveProgress(ctx, claim, { state: "queued", reason: known?.message ?? null, done: 0, total: 0 });
  }
  throw error;
}

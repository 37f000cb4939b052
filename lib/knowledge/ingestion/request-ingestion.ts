import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { requireDailyQuota } from "#lib/quotas/take-daily-quota.ts";
import { requireQuota, takeQuota } from "#lib/quotas/take-quota.ts";
import { ingestDocumentJob } from "../jobs.ts";
import { DOCUMENT_MAX_BYTES, FILE_MAX_BYTES } from "../media-types.ts";
import { findDocumentByPath } from "../queries/documents.ts";
import { findIngestionByPath, queueIngestion } from "../queries/ingestions.ts";
import { findSource } from "../queries/sources.ts";
import type { DocumentInput, FileInput } from "../schema.ts";
import { connectors } from "../sources/connector-by-kind.ts";
import { contentHash } from "./content-hash.ts";
import type { IngestionSummary, PageFacts } from "./ingestion.ts";
import { deleteOriginals, storeOriginal } from "./original-file.ts";
import { pageAddress } from "./page-address.ts";
import { pipelineName } from "./put-document.ts";
import { summarizeIngestion } from "./summarize-ingestion.ts";

type Fetched = { path: string; bytes: Uint8Array; contentType: string; page: PageFacts };
type Request = { sourceId: Id<"src"> } & (DocumentInput | FileInput | Fetched | { url: string });

/**
 * Queues a document for ingestion: stores the original, then the ingestion and its job in one transaction. A
 * newer request for the same path replaces an older one. An unchanged document is ready at once.
 * @throws ParleyError not_found, conflict for a source of curated answers, too_large, invalid (empty file),
 * quota_exceeded, limited
 */
export async function requestIngestion(ctx: Context, request: Request): Promise<IngestionSummary> {
  const source = await findSource(ctx, request.sourceId);
  if (!source) throw notFound("source");
  if (connectors[source.kind].holds !== "documents")
    throw new ParleyError("conflict", "This source accepts only questions and answers.");
  const path = "url" in request ? pageAddress(request.url) : request.path;
  const original = "url" in request ? null : originalOf(request);
  if (original && !("page" in request)) {
    const known = await findReady(ctx, source, request as DocumentInput | FileInput);
    if (known) return known;
  }
  const taken = await takenBy(ctx, source.id, path, original?.bytes.length ?? 0);
  await requireQuota(ctx, taken);
  if (!original) await requireDailyQuota(ctx, "crawledPages");
  const originalKey = original && (await storeOriginal(ctx, source.id, original));
  const { row, replacedKey } = await transactionWithJobs(ctx, [ingestDocumentJob], async (tx, enqueue) => {
    await takeQuota(tx, taken);
    const queued = await queueIngestion(tx, {
      chatbotId: source.chatbotId,
      sourceId: source.id,
      path,
      originalKey,
      originalBytes: original?.bytes.length ?? null,
      mediaType: original?.contentType ?? null,
      page: "page" in request ? request.page : null,
    });
    const { id, revision } = queued.row;
    await enqueue(ingestDocumentJob, { ingestionId: id, revision });
    return queued;
  }).catch(async (error: unknown) => {
    await deleteOriginals([originalKey]);
    throw error;
  });
  if (replacedKey) {
    const document = await findDocumentByPath(ctx, source.id, path);
    if (document?.originalKey !== replacedKey) await deleteOriginals([replacedKey]);
  }
  return summarizeIngestion(row, null);
}

/** What a request adds to the workspace: a document at a known path is replaced. */
async function takenBy(ctx: Context, sourceId: Id<"src">, path: string, bytes: number) {
  const [document, ingestion] = await Promise.all([
    findDocumentByPath(ctx, sourceId, path),
    findIngestionByPath(ctx, sourceId, path),
  ]);
  const heldBytes = ingestion?.originalKey ? (ingestion.originalBytes ?? 0) : 0;
  return { documents: document || ingestion ? 0 : 1, storageBytes: bytes - heldBytes };
}

function originalOf(request: DocumentInput | FileInput | Fetched) {
  const isText = "text" in request;
  const bytes = isText ? Buffer.from(request.text) : request.bytes;
  const limit = isText ? DOCUMENT_MAX_BYTES : FILE_MAX_BYTES;
  if (bytes.length > limit) {
    throw new ParleyError(
      "too_large",
      `${isText ? "The text is too long" : "The file is too large"}. The limit is ${limit / 1_000_000} MB.`,
    );
  }
  if (bytes.length === 0) throw new ParleyError("invalid", "The file is empty.");
  const contentType = isText ? request.mediaType : "contentType" in request ? request.contentType : null;
  return { bytes, contentType };
}

/** The stored document, if it matches the request, is current and no newer ingestion is queued. */
async function findReady(
  ctx: Context,
  source: { id: Id<"src">; language: string },
  request: DocumentInput | FileInput,
): Promise<IngestionSummary | null> {
  const [document, ingestion] = await Promise.all([
    findDocumentByPath(ctx, source.id, request.path),
    findIngestionByPath(ctx, source.id, request.path),
  ]);
  if (ingestion?.state !== "ready" || !document) return null;
  if (document.pipeline !== pipelineName(source.language)) return null;
  if (document.contentHash !== contentHash(request)) return null;
  return summarizeIngestion({ ...ingestion, outcome: "unchanged" }, document);
}

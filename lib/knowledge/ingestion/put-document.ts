import { EMBEDDING_BATCH, embeddingModelName } from "#lib/ai/embed.ts";
import { embedCounted } from "#lib/ai/embed-counted.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { requireQuota, takeQuota } from "#lib/quotas/take-quota.ts";
import { indexDocument } from "../indexing/index-document.ts";
import { DOCUMENT_MAX_BYTES, FILE_MAX_BYTES } from "../media-types.ts";
import { joinReport } from "../parsing/stored-report.ts";
import {
  clearDerivedRows,
  findDocumentByPath,
  insertChunks,
  saveDocumentRow,
  savePageFacts,
} from "../queries/documents.ts";
import { insertEmbeddings } from "../queries/embeddings.ts";
import { findSource } from "../queries/sources.ts";
import type { DocumentInput, FileInput, IngestOutcome } from "../schema.ts";
import { connectors } from "../sources/connector-by-kind.ts";
import { contentHash } from "./content-hash.ts";
import type { PageFacts } from "./ingestion.ts";
import { PREPARATION_VERSION } from "./prepare-document.ts";
import { prepareWithinQuota } from "./prepare-within-quota.ts";

const NO_VECTORS = "none";

export function pipelineName(language: string, model = embeddingModelName()): string {
  return `${PREPARATION_VERSION}:${language}:${model}`;
}

/** Lets a job follow the progress of `putDocument` and stop it. */
type PutObserver = {
  /** Throws to stop. */
  onProgress(state: "parsing" | "embedding", done: number, total: number): Promise<void>;
  /** Called inside the storing transaction; throws to roll it back. */
  beforeStore(tx: Context, outcome: IngestOutcome["outcome"]): Promise<void>;
};

type PutInput = (DocumentInput | FileInput) & {
  sourceId: Id<"src">;
  /**
   * "later": if `knownVectors` lacks any, the document is searchable by words only, until a call without it
   * adds the vectors.
   */
  vectors?: "now" | "later";
  /** Looks up vectors of the configured model made earlier, by window text. */
  knownVectors?: (text: string) => Float32Array | null;
  originalKey?: string | null;
  page?: PageFacts | null;
  observer?: PutObserver;
};

/**
 * Stores a document under its path. Does nothing if it is unchanged; otherwise replaces the old one in one
 * transaction once everything is ready, so readers never see half a document.
 */
export async function putDocument(ctx: Context, input: PutInput): Promise<IngestOutcome> {
  assertSize(input);
  const { observer, page = null } = input;
  const source = await findSource(ctx, input.sourceId);
  if (!source) throw notFound("source");
  if (connectors[source.kind].holds !== "documents")
    throw new ParleyError("invalid", "This source contains questions and answers, not documents.");
  const { language } = source;
  const hash = contentHash(input);
  const before = await findDocumentByPath(ctx, source.id, input.path);
  if (before?.contentHash === hash && isPrepared(before.pipeline, language, input.vectors)) {
    if (observer || page) {
      await transaction(ctx, async (tx) => {
        await observer?.beforeStore(tx, "unchanged");
        if (page) await savePageFacts(tx, { id: before.id, contentHash: hash, ...page });
      });
    }
    const { id, chunkCount, windowCount } = before;
    return { outcome: "unchanged", document: id, chunks: chunkCount, windows: windowCount };
  }
  await observer?.onProgress("parsing", 0, 0);
  const { document, chunks } = await prepareWithinQuota(ctx, input);
  assertSize({ path: input.path, mediaType: "text/markdown", text: document.content });
  const split = chunks.flatMap((chunk) =>
    chunk.windows.map((text, windowNumber) => ({ ordinal: chunk.ordinal, windowNumber, text })),
  );
  const growth = {
    passages: chunks.length - (before?.chunkCount ?? 0),
    storageBytes: Buffer.byteLength(document.content) - (before?.contentBytes ?? 0),
  };
  await requireQuota(ctx, growth);
  const vectors = await embedWindows(
    ctx,
    source.chatbotId,
    split.map((window) => window.text),
    input,
  );
  const windows = vectors ? split : [];
  const model = embeddingModelName();
  const outcome = before ? "replaced" : "created";
  const id = await transaction(ctx, async (tx) => {
    await takeQuota(tx, growth);
    await observer?.beforeStore(tx, outcome);
    const documentId = await saveDocumentRow(tx, {
      id: newId("doc"),
      chatbotId: source.chatbotId,
      sourceId: source.id,
      path: input.path,
      title: document.title,
      format: document.format,
      content: document.content,
      pageKind: document.pages?.kind ?? null,
      pageStarts: document.pages?.starts ?? null,
      etag: page?.etag ?? null,
      lastModified: page?.lastModified ?? null,
      hidden: joinReport(document),
      page: page ? { links: page.links, bodyHash: page.bodyHash } : null,
      originalKey: input.originalKey ?? null,
      contentHash: hash,
      pipeline: pipelineName(language, vectors ? model : NO_VECTORS),
      embeddingModels: windows.length > 0 ? [model] : [],
      chunkCount: chunks.length,
      windowCount: windows.length,
    });
    await clearDerivedRows(tx, documentId);
    await insertChunks(
      tx,
      chunks.map((chunk) => ({
        documentId,
        ordinal: chunk.ordinal,
        chatbotId: source.chatbotId,
        headingPath: chunk.headingPath,
        startOffset: chunk.start,
        endOffset: chunk.end,
        context: [...chunk.headingPath, chunk.context ?? ""].join("\n").trim(),
        content: chunk.text,
        language,
      })),
    );
    await indexDocument(tx, documentId);
    await insertEmbeddings(
      tx,
      { documentId, chatbotId: source.chatbotId, model },
      windows.map((window, i) => ({ ...window, vector: vectors?.[i] as Float32Array })),
    );
    return documentId;
  });
  return { outcome, document: id, chunks: chunks.length, windows: windows.length };
}

function assertSize(input: DocumentInput | FileInput): void {
  const [size, limit, what] =
    "bytes" in input
      ? [input.bytes.length, FILE_MAX_BYTES, "The file is too large. The limit is"]
      : [Buffer.byteLength(input.text), DOCUMENT_MAX_BYTES, "The text is too long. The limit is"];
  if (size > limit) throw new ParleyError("too_large", `${what} ${limit / 1_000_000} MB.`);
}

function isPrepared(pipeline: string, language: string, vectors: PutInput["vectors"]): boolean {
  return (
    pipeline === pipelineName(language) ||
    (vectors === "later" && pipeline === pipelineName(language, NO_VECTORS))
  );
}

/** Uses known vectors and embeds the rest. @returns null when the rest is to be embedded later */
async function embedWindows(
  ctx: Context,
  chatbotId: Id<"bot">,
  texts: string[],
  { vectors, knownVectors, observer }: Pick<PutInput, "vectors" | "knownVectors" | "observer">,
): Promise<Float32Array[] | null> {
  const known = texts.map((text) => knownVectors?.(text) ?? null);
  const missing = texts.filter((_, i) => known[i] === null);
  if (missing.length > 0 && vectors === "later") return null;
  const embedded: Float32Array[] = [];
  for (let at = 0; at < missing.length; at += EMBEDDING_BATCH) {
    await observer?.onProgress("embedding", at, missing.length);
    embedded.push(...(await embedCounted(ctx, chatbotId, missing.slice(at, at + EMBEDDING_BATCH))));
  }
  const next = embedded.values();
  return known.map((vector) => vector ?? (next.next().value as Float32Array));
}

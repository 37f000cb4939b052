import { EMBEDDING_BATCH, embed, embeddingModelName } from "#lib/ai/embed.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import {
  clearDerivedRows,
  findDocumentByPath,
  findSource,
  indexDocument,
  insertChunks,
  insertEmbeddings,
  saveDocumentRow,
  savePageFacts,
} from "../queries/documents.ts";
import {
  DOCUMENT_MAX_BYTES,
  type DocumentInput,
  FILE_MAX_BYTES,
  type FileInput,
  type IngestOutcome,
} from "../schema.ts";
import { contentHash } from "./content-hash.ts";
import type { PageFacts } from "./ingestion.ts";
import { PREPARATION_VERSION, prepareDocument } from "./prepare-document.ts";

const NO_VECTORS = "none";

export function pipelineName(language: string, model = embeddingModelName()): string {
  return `${PREPARATION_VERSION}:${language}:${model}`;
}

/** Whoever puts a document on behalf of a queue hears how far it is, and has the last word before it is stored. */
export type PutWatcher = {
  /** Throws to stop. */
  reached(state: "parsing" | "embedding", done: number, total: number): Promise<void>;
  /** Inside the transaction that stores; throws to have nothing stored. */
  storing(tx: Context, outcome: IngestOutcome["outcome"]): Promise<void>;
};

type PutInput = (DocumentInput | FileInput) & {
  sourceId: Id<"src">;
  /** "later": searchable by words at once where `knownVectors` lacks any; the same call without it adds the vectors. */
  vectors?: "now" | "later";
  /** Vectors of the model in use that were made before, by the text of their window. */
  knownVectors?: (text: string) => Float32Array | null;
  originalKey?: string | null;
  page?: PageFacts | null;
  watcher?: PutWatcher;
};

/**
 * Stores a document of a source under its path. The same content again does nothing; other content takes the old one's
 * place in one transaction when all of it is ready, so a reader sees the old or the new, never half.
 */
export async function putDocument(ctx: Context, input: PutInput): Promise<IngestOutcome> {
  refuseLarge(input);
  const { watcher, page = null } = input;
  const source = await findSource(ctx, input.sourceId);
  if (!source) throw notFound("source");
  if (source.kind === "pairs")
    throw new ParleyError("invalid", "This source contains questions and answers, not documents.");
  const { language } = source;
  const hash = contentHash(input);
  const before = await findDocumentByPath(ctx, source.id, input.path);
  if (before?.contentHash === hash && isPrepared(before.pipeline, language, input.vectors)) {
    if (watcher || page) {
      await transaction(ctx, async (tx) => {
        await watcher?.storing(tx, "unchanged");
        if (page) await savePageFacts(tx, { id: before.id, contentHash: hash, ...page });
      });
    }
    const { id, chunkCount, windowCount } = before;
    return { outcome: "unchanged", document: id, chunks: chunkCount, windows: windowCount };
  }
  await watcher?.reached("parsing", 0, 0);
  const { document, chunks } = await prepareDocument(input);
  refuseLarge({ path: input.path, mediaType: "text/markdown", text: document.content });
  const split = chunks.flatMap((chunk) =>
    chunk.windows.map((text, windowNumber) => ({ ordinal: chunk.ordinal, windowNumber, text })),
  );
  const vectors = await embedWindows(
    split.map((window) => window.text),
    input,
  );
  const windows = vectors ? split : [];
  const model = embeddingModelName();
  const outcome = before ? "replaced" : "created";
  const id = await transaction(ctx, async (tx) => {
    await watcher?.storing(tx, outcome);
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
      hidden: document.hidden.length > 0 ? document.hidden : null,
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

function refuseLarge(input: DocumentInput | FileInput): void {
  const [size, most, what] =
    "bytes" in input
      ? [input.bytes.length, FILE_MAX_BYTES, "The file is too large. The limit is"]
      : [Buffer.byteLength(input.text), DOCUMENT_MAX_BYTES, "The text is too long. The limit is"];
  if (size > most) throw new ParleyError("too_large", `${what} ${most / 1_000_000} MB.`);
}

function isPrepared(pipeline: string, language: string, vectors: PutInput["vectors"]): boolean {
  return (
    pipeline === pipelineName(language) ||
    (vectors === "later" && pipeline === pipelineName(language, NO_VECTORS))
  );
}

/** Known vectors as they are, the others from the model. @returns null where they are to come later */
async function embedWindows(
  texts: string[],
  { vectors, knownVectors, watcher }: Pick<PutInput, "vectors" | "knownVectors" | "watcher">,
): Promise<Float32Array[] | null> {
  const known = texts.map((text) => knownVectors?.(text) ?? null);
  const unknown = texts.filter((_, i) => known[i] === null);
  if (unknown.length > 0 && vectors === "later") return null;
  const made: Float32Array[] = [];
  for (let at = 0; at < unknown.length; at += EMBEDDING_BATCH) {
    await watcher?.reached("embedding", at, unknown.length);
    made.push(...(await embed(unknown.slice(at, at + EMBEDDING_BATCH), "document")));
  }
  const next = made.values();
  return known.map((vector) => vector ?? (next.next().value as Float32Array));
}

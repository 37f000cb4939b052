import { EMBEDDING_BATCH, embed, embeddingModelName } from "#lib/ai/embed.ts";
import { countTokens } from "#lib/ai/embed-counted.ts";
import { LOCAL_EMBEDDING_MODEL } from "#lib/ai/local-embeddings.ts";
import { addEmbeddings } from "#lib/billing/charge-embeddings.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import { log } from "#lib/core/log.ts";
import type { JobHandler, JobRun } from "#lib/jobs/define-job.ts";
import { prepareCuratedAnswer } from "../curated/prepare-curated-answer.ts";
import {
  addEmbeddingModel,
  deleteOtherEmbeddings,
  findStaleDocument,
  insertEmbeddings,
  type StaleDocument,
} from "../queries/embeddings.ts";
import { prepareStored } from "./prepare-document.ts";
import { pipelineName } from "./put-document.ts";

/**
 * Embeds a chatbot's documents with the configured model. Search uses the old vectors until all new ones
 * exist; then the old ones are deleted. Resumes where an earlier run stopped.
 */
export async function reembedDocuments(
  ctx: Context,
  chatbotId: Id<"bot">,
  run: Pick<JobRun, "signal">,
): Promise<void> {
  const model = embeddingModelName();
  let last: Id<"doc"> | null = null;
  for (;;) {
    run.signal.throwIfAborted();
    const document = await findStaleDocument(ctx, chatbotId, model, last);
    if (!document) break;
    last = document.id;
    await embedDocument(ctx, chatbotId, document, model, run);
  }
  if (await findStaleDocument(ctx, chatbotId, model, null)) return;
  await transaction(ctx, (tx) => deleteOtherEmbeddings(tx, chatbotId, model));
}

export const handler: JobHandler<{ chatbotId: Id<"bot"> }> = {
  run: (ctx, { chatbotId }, run) => reembedDocuments(ctx, chatbotId, run),
  /** Search keeps using the old vectors; the next worker start requests this job again. */
  giveUp: async () => undefined,
};

async function embedDocument(
  ctx: Context,
  chatbotId: Id<"bot">,
  document: StaleDocument,
  model: string,
  run: Pick<JobRun, "signal">,
): Promise<void> {
  const windows = await windowsOf(document);
  if (!windows) {
    log().warn(
      { tenantId: ctx.tenantId, documentId: document.id },
      "document was parsed by an older version",
    );
    return;
  }
  // The operator chose the model, so this is counted and not refused.
  if (model !== LOCAL_EMBEDDING_MODEL)
    await addEmbeddings(ctx, { chatbotId, model, tokens: countTokens(windows.map(({ text }) => text)) });
  const vectors: Float32Array[] = [];
  for (let at = 0; at < windows.length; at += EMBEDDING_BATCH) {
    run.signal.throwIfAborted();
    const texts = windows.slice(at, at + EMBEDDING_BATCH).map(({ text }) => text);
    vectors.push(...(await embed(texts, "document")));
  }
  await transaction(ctx, async (tx) => {
    const pipeline = pipelineName(document.language, model);
    if (!(await addEmbeddingModel(tx, document, { model, pipeline, windowCount: windows.length }))) return;
    await insertEmbeddings(
      tx,
      { documentId: document.id, chatbotId, model },
      windows.map((window, i) => ({ ...window, vector: vectors[i] as Float32Array })),
    );
  });
}

/**
 * Restores the texts to embed from the stored document.
 * @returns null when it would be chunked differently now
 */
async function windowsOf({ title, format, content, pages, chunkCount, questions }: StaleDocument) {
  if (questions !== null) {
    const [question = title, ...phrasings] = questions.split("\n");
    const curatedAnswer = prepareCuratedAnswer({ key: title, question, phrasings, answer: content });
    return curatedAnswer.windows.map((text, windowNumber) => ({ ordinal: 0, windowNumber, text }));
  }
  const { chunks } = await prepareStored({ title, format, content, pages: pages ?? undefined, hidden: [] });
  if (chunks.length !== chunkCount) return null;
  return chunks.flatMap((chunk) =>
    chunk.windows.map((text, windowNumber) => ({ ordinal: chunk.ordinal, windowNumber, text })),
  );
}

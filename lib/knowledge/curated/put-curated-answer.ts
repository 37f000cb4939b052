import { embeddingModelName } from "#lib/ai/embed.ts";
import { embedCounted } from "#lib/ai/embed-counted.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { requireQuota, takeQuota } from "#lib/quotas/take-quota.ts";
import { indexDocument } from "../indexing/index-document.ts";
import { pipelineName } from "../ingestion/put-document.ts";
import { clearDerivedRows, findDocumentByPath, insertChunks, saveDocumentRow } from "../queries/documents.ts";
import { insertEmbeddings } from "../queries/embeddings.ts";
import { getCuratedSource } from "./get-curated-source.ts";
import { prepareCuratedAnswer } from "./prepare-curated-answer.ts";
import type { CuratedAnswer, CuratedAnswerOutcome } from "./schema.ts";

/**
 * Stores a curated answer under its key. Does nothing if it is unchanged; otherwise replaces the old one in
 * one transaction.
 * @throws ParleyError not_found, invalid for a source of another kind or an answer without readable text
 */
export async function putCuratedAnswer(
  ctx: Context,
  input: CuratedAnswer & { sourceId: Id<"src"> },
): Promise<CuratedAnswerOutcome> {
  const source = await getCuratedSource(ctx, input.sourceId);
  const { question, answer, questions, contentHash, windows } = prepareCuratedAnswer(input);
  const { language, chatbotId } = source;
  const pipeline = pipelineName(language);
  const { key } = input;
  const before = await findDocumentByPath(ctx, source.id, key);
  if (before?.contentHash === contentHash && before.pipeline === pipeline)
    return { key, outcome: "unchanged", document: before.id };
  const growth = {
    documents: before ? 0 : 1,
    storageBytes: Buffer.byteLength(answer) - (before?.contentBytes ?? 0),
    passages: before ? 0 : 1,
  };
  await requireQuota(ctx, growth);
  const vectors = await embedCounted(ctx, chatbotId, windows);
  const model = embeddingModelName();
  const document = await transaction(ctx, async (tx) => {
    await takeQuota(tx, growth);
    const documentId = await saveDocumentRow(tx, {
      id: newId("doc"),
      chatbotId,
      sourceId: source.id,
      path: key,
      title: question,
      format: "markdown",
      content: answer,
      contentHash,
      pipeline,
      embeddingModels: [model],
      chunkCount: 1,
      windowCount: windows.length,
    });
    await clearDerivedRows(tx, documentId);
    const place = { startOffset: 0, endOffset: answer.length, headingPath: [question] };
    await insertChunks(tx, [
      { documentId, ordinal: 0, chatbotId, ...place, context: questions, content: answer, language },
    ]);
    await indexDocument(tx, documentId);
    await insertEmbeddings(
      tx,
      { documentId, chatbotId, model },
      vectors.map((vector, windowNumber) => ({ ordinal: 0, windowNumber, vector })),
    );
    return documentId;
  });
  return { key, outcome: before ? "replaced" : "created", document };
}

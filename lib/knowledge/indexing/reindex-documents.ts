import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import type { JobHandler, JobRun } from "#lib/jobs/define-job.ts";
import { clearOldPostings, findDocumentToReindex } from "../queries/postings.ts";
import { indexDocument } from "./index-document.ts";
import { WORD_INDEX_VERSION } from "./index-words.ts";

/**
 * Makes the postings of documents again that an earlier version made. Each document is searched by its old
 * postings until its new ones are complete. Resumes where an earlier run stopped.
 */
export async function reindexDocuments(
  ctx: Context,
  chatbotId: Id<"bot">,
  run: Pick<JobRun, "signal">,
): Promise<void> {
  let last: Id<"doc"> | null = null;
  for (;;) {
    run.signal.throwIfAborted();
    const documentId: Id<"doc"> | null = await findDocumentToReindex(
      ctx,
      chatbotId,
      WORD_INDEX_VERSION,
      last,
    );
    if (!documentId) return;
    last = documentId;
    await transaction(ctx, async (tx) => {
      if (await clearOldPostings(tx, documentId, WORD_INDEX_VERSION)) await indexDocument(tx, documentId);
    });
  }
}

export const handler: JobHandler<{ chatbotId: Id<"bot"> }> = {
  run: (ctx, { chatbotId }, run) => reindexDocuments(ctx, chatbotId, run),
  /** Search keeps using the old postings; the next worker start requests this job again. */
  giveUp: async () => undefined,
};

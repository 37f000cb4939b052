import { embeddingModelName } from "#lib/ai/embed.ts";
import type { Context } from "#lib/context/context.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { reembedDocumentsJob } from "../jobs.ts";
import { listStaleChatbots } from "../queries/embeddings.ts";

/** Queues re-embedding for chatbots whose vectors are not of the configured model. @returns how many */
export async function requestReembedding(ctx: Context): Promise<number> {
  const stale = await listStaleChatbots(ctx, embeddingModelName());
  if (stale.length === 0) return 0;
  await transactionWithJobs(ctx, [reembedDocumentsJob], async (_, enqueue) => {
    for (const chatbotId of stale) await enqueue(reembedDocumentsJob, { chatbotId });
  });
  return stale.length;
}

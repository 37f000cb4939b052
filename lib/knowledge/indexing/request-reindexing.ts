import type { Context } from "#lib/context/context.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { reindexDocumentsJob } from "../jobs.ts";
import { listChatbotsToReindex } from "../queries/postings.ts";
import { WORD_INDEX_VERSION } from "./index-words.ts";

/** Queues reindexing for chatbots with postings of an earlier version. @returns how many */
export async function requestReindexing(ctx: Context): Promise<number> {
  const behind = await listChatbotsToReindex(ctx, WORD_INDEX_VERSION);
  if (behind.length === 0) return 0;
  await transactionWithJobs(ctx, [reindexDocumentsJob], async (_, enqueue) => {
    for (const chatbotId of behind) await enqueue(reindexDocumentsJob, { chatbotId });
  });
  return behind.length;
}

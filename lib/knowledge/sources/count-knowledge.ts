import type { Context } from "#lib/context/context.ts";
import { countDocuments, countSources } from "../queries/counts.ts";

export type KnowledgeCount = { sources: number; documents: number };

/** How many sources and documents each chatbot of the workspace has, by its id; none of those that have none. */
export async function countKnowledge(ctx: Context): Promise<Map<string, KnowledgeCount>> {
  const sources = await countSources(ctx);
  const documents = new Map((await countDocuments(ctx)).map(({ chatbotId, all }) => [chatbotId, all]));
  return new Map(
    sources.map(({ chatbotId, all }) => [
      chatbotId,
      { sources: all, documents: documents.get(chatbotId) ?? 0 },
    ]),
  );
}

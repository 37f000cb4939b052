import type { Context } from "#lib/context/context.ts";
import { countDocuments } from "../queries/documents.ts";
import { countSources } from "../queries/sources.ts";

export type KnowledgeCount = { sources: number; documents: number };

/** Counts sources and documents per chatbot id. Chatbots without sources are not included. */
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

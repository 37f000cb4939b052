import { randomBytes } from "node:crypto";
import { createChatbot } from "#lib/chatbot/create-chatbot.ts";
import type { TextLanguage } from "#lib/core/text-languages.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { putDocument } from "../../lib/knowledge/ingestion/put-document.ts";
import { searchKnowledge } from "../../lib/knowledge/retrieval/search-knowledge.ts";
import { findOrCreateSource } from "../../lib/knowledge/sources/find-or-create-source.ts";

/** What a search finds first, and whether that counts as an answer found by its words. */
export type FirstFound = { query: string; path: string | undefined; isCovered: boolean; answerable: boolean };

/** A chatbot of a language with documents by path, and searches in it. */
export async function makeLab(language: TextLanguage, documents: Record<string, string>) {
  const { ctx } = await makeTenant();
  const { id: chatbotId } = await createChatbot(ctx, {
    handle: `lab-${randomBytes(6).toString("hex")}`,
    name: "Lab",
    config: { language },
    visibility: "public",
  });
  const source = await findOrCreateSource(ctx, { chatbotId, kind: "folder", origin: "lab", name: "Lab" });
  for (const [path, text] of Object.entries(documents))
    await putDocument(ctx, { sourceId: source.id, path, mediaType: "text/markdown", text });
  const search = (query: string) => searchKnowledge(ctx, { chatbotId, query, language, limit: 8 });
  return {
    ctx,
    chatbotId,
    search,
    async first(query: string): Promise<FirstFound> {
      const { results, answerable } = await search(query);
      const [best] = results;
      return { query, path: best?.path, isCovered: (best?.coverage ?? 0) > 0, answerable };
    },
  };
}

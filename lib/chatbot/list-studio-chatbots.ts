import type { Context } from "#lib/context/context.ts";
import { countKnowledge } from "#lib/knowledge/sources/count-knowledge.ts";
import { listChatbots } from "./queries/chatbots.ts";
import type { ChatbotSummary } from "./schema.ts";

/** Lists a workspace's chatbots by name, with the size of their knowledge. */
export async function listStudioChatbots(ctx: Context): Promise<ChatbotSummary[]> {
  const [rows, known] = await Promise.all([listChatbots(ctx), countKnowledge(ctx)]);
  return rows.map(({ id, handle, name, visibility, config }) => {
    const { sources = 0, documents = 0 } = known.get(id) ?? {};
    return { id, handle, name, visibility, model: config.model ?? null, sources, documents };
  });
}

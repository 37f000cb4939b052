import { embeddingModelName } from "#lib/ai/embed.ts";
import type { Context } from "#lib/context/context.ts";
import { createCache } from "#lib/core/create-cache.ts";
import type { Id } from "#lib/core/ids.ts";
import { singleton } from "#lib/core/singleton.ts";
import { countByModel } from "../queries/embeddings.ts";

const TTL_MS = 3_000;

/**
 * Returns the embedding model for searching a chatbot: the configured one, unless re-embedding is under way
 * and another model covers more windows. Cached for three seconds.
 */
export async function activeEmbeddingModel(ctx: Context, chatbotId: Id<"bot">): Promise<string> {
  const configured = embeddingModelName();
  const models = singleton("knowledge.models", () => createCache("embedding-model", TTL_MS, findModel));
  return models
    .get(`${ctx.tenantId}/${chatbotId}/${configured}`, ctx, chatbotId, configured)
    .catch(() => configured);
}

async function findModel(
  _key: string,
  ctx: Context,
  chatbotId: Id<"bot">,
  configured: string,
): Promise<string> {
  return chooseModel(configured, await countByModel(ctx, chatbotId));
}

/** @param windows embedded windows per model */
export function chooseModel(configured: string, windows: Map<string, number>): string {
  const others = [...windows].filter(([model]) => model !== configured).sort(([, a], [, b]) => b - a);
  const [best] = others;
  return best && best[1] > (windows.get(configured) ?? 0) ? best[0] : configured;
}

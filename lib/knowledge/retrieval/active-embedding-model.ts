import { embeddingModelName } from "#lib/ai/embed.ts";
import type { Context } from "#lib/context/context.ts";
import { briefly } from "#lib/core/briefly.ts";
import type { Id } from "#lib/core/ids.ts";
import { singleton } from "#lib/core/singleton.ts";
import { countByModel } from "../queries/embeddings.ts";

const TTL_MS = 3_000;
const MAX_CACHED = 5_000;

/**
 * Returns the embedding model for searching a chatbot: the configured one, unless re-embedding is under way
 * and another model covers more windows. Cached for three seconds.
 */
export async function activeEmbeddingModel(ctx: Context, chatbotId: Id<"bot">): Promise<string> {
  const configured = embeddingModelName();
  const cache = singleton("knowledge.models", () => new Map<string, ReturnType<typeof briefly<string>>>());
  const key = `${ctx.tenantId}/${chatbotId}/${configured}`;
  if (cache.size > MAX_CACHED) cache.clear();
  let cached = cache.get(key);
  if (!cached) {
    cached = briefly("embedding-model", TTL_MS, async () =>
      chooseModel(configured, await countByModel(ctx, chatbotId)),
    );
    cache.set(key, cached);
  }
  return cached.get(key).catch(() => configured);
}

/** @param windows embedded windows per model */
export function chooseModel(configured: string, windows: Map<string, number>): string {
  const others = [...windows].filter(([model]) => model !== configured).sort(([, a], [, b]) => b - a);
  const [best] = others;
  return best && best[1] > (windows.get(configured) ?? 0) ? best[0] : configured;
}

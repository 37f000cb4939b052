import { embeddingModelName } from "#lib/ai/embed.ts";
import type { Context } from "#lib/context/context.ts";
import { briefly } from "#lib/core/briefly.ts";
import type { Id } from "#lib/core/ids.ts";
import { singleton } from "#lib/core/singleton.ts";
import { countByModel } from "../queries/embeddings.ts";

const TTL_MS = 3_000;
const MAX_REMEMBERED = 5_000;

/**
 * The embedding model to search a chatbot's vectors with: the configured one, unless documents are still being given
 * its vectors and another's cover more of them. At most three seconds old.
 */
export async function activeEmbeddingModel(ctx: Context, chatbotId: Id<"bot">): Promise<string> {
  const wanted = embeddingModelName();
  const known = singleton("knowledge.models", () => new Map<string, ReturnType<typeof briefly<string>>>());
  const key = `${ctx.tenantId}/${chatbotId}/${wanted}`;
  if (known.size > MAX_REMEMBERED) known.clear();
  let remembered = known.get(key);
  if (!remembered) {
    remembered = briefly("embedding-model", TTL_MS, async () =>
      chooseModel(wanted, await countByModel(ctx, chatbotId)),
    );
    known.set(key, remembered);
  }
  return remembered.get(key).catch(() => wanted);
}

/** @param windows how many there are of each model */
export function chooseModel(wanted: string, windows: Map<string, number>): string {
  const others = [...windows].filter(([model]) => model !== wanted).sort(([, a], [, b]) => b - a);
  const [best] = others;
  return best && best[1] > (windows.get(wanted) ?? 0) ? best[0] : wanted;
}

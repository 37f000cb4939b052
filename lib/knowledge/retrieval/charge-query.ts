import { countTokens } from "#lib/ai/embed-counted.ts";
import { LOCAL_EMBEDDING_MODEL } from "#lib/ai/local-embeddings.ts";
import { chargeEmbeddings } from "#lib/billing/charge-embeddings.ts";
import { tallyEmbeddings } from "#lib/billing/tally-embeddings.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

type Query = { chatbotId: Id<"bot">; model: string; text: string; isOfTurn: boolean };

/**
 * Embeds a question and counts its tokens. The local model is free and bounded by the rate limit.
 * @throws ParleyError budget_exceeded for a search outside a turn, before anything is embedded
 */
export async function chargeQuery(
  ctx: Context,
  { chatbotId, model, text, isOfTurn }: Query,
  embed: () => Promise<Float32Array>,
): Promise<Float32Array> {
  if (model === LOCAL_EMBEDDING_MODEL) return embed();
  const charged = { chatbotId, model, tokens: countTokens([text]) };
  if (!isOfTurn) await chargeEmbeddings(ctx, charged);
  const vector = await embed();
  if (isOfTurn) tallyEmbeddings(ctx, charged);
  return vector;
}

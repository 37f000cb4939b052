import { addEmbeddings, chargeEmbeddings } from "#lib/billing/charge-embeddings.ts";
import { tokensOf } from "#lib/billing/estimate-tokens.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { refundDailyQuota, takeDailyQuota } from "#lib/quotas/take-daily-quota.ts";
import { embed, embeddingModelName } from "./embed.ts";
import { LOCAL_EMBEDDING_MODEL } from "./local-embeddings.ts";

/**
 * Embeds texts of a chatbot's documents, counted against the workspace's quota and, for remote models, its
 * budgets. Texts that the model fails to embed are not counted.
 * @throws ParleyError limited or budget_exceeded, before anything is embedded
 */
export async function embedCounted(
  ctx: Context,
  chatbotId: Id<"bot">,
  texts: string[],
): Promise<Float32Array[]> {
  if (texts.length === 0) return [];
  const model = embeddingModelName();
  const tokens = countTokens(texts);
  const take = await takeDailyQuota(ctx, "embeddingTokens", tokens);
  const charged = model === LOCAL_EMBEDDING_MODEL ? null : { chatbotId, model, tokens };
  try {
    if (charged) await chargeEmbeddings(ctx, charged);
  } catch (error) {
    await refundDailyQuota(ctx, take);
    throw error;
  }
  try {
    return await embed(texts, "document");
  } catch (error) {
    await refundDailyQuota(ctx, take);
    if (charged) await addEmbeddings(ctx, { ...charged, tokens: -tokens });
    throw error;
  }
}

/** Estimates the tokens of texts, as budgets count them. */
export function countTokens(texts: string[]): number {
  return texts.reduce((sum, text) => sum + tokensOf(text.length), 0);
}

import { embed } from "#lib/ai/embed.ts";
import { briefly } from "#lib/core/briefly.ts";
import type { Context } from "#lib/core/context.ts";
import { singleton } from "#lib/core/singleton.ts";

/** A model's vector of a text does not change: the time bounds what lies about, not what is right. */
const TTL_MS = 600_000;
/** Of 6 kB each. */
const MOST = 1_000;

/**
 * The vector of a question. One that a tenant's people ask again, as those that a chatbot suggests, is remembered: for that
 * tenant alone, since how fast an answer comes would tell what others asked.
 * @throws whatever the embedding model fails with, which is not remembered
 */
export function embedQuestion({ tenantId }: Context, text: string, model: string): Promise<Float32Array> {
  const vectors = singleton("knowledge.questions", () => briefly("query-embedding", TTL_MS, embedKey, MOST));
  return vectors.get(JSON.stringify([tenantId, model, text]));
}

async function embedKey(key: string): Promise<Float32Array> {
  const [, model, text] = JSON.parse(key) as [string, string, string];
  const [vector] = await embed([text], "query", model);
  if (!vector) throw new Error(`The embedding model ${model} answered with no vector.`);
  return vector;
}

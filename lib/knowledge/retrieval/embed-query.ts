import { embed } from "#lib/ai/embed.ts";
import type { Context } from "#lib/context/context.ts";
import { briefly } from "#lib/core/briefly.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { singleton } from "#lib/core/singleton.ts";

/** A model's vector of a text does not change: the time bounds what lies about, not what is right. */
const TTL_MS = 600_000;
/** Of 6 kB each. */
const MOST = 1_000;

/**
 * The vector of a question. One that a tenant's people ask again, as those that a chatbot suggests, is remembered: for that
 * tenant alone, since how fast an answer comes would tell what others asked, and without its words.
 * @throws whatever the embedding model fails with, which is not remembered
 */
export function embedQuery({ tenantId }: Context, text: string, model: string): Promise<Float32Array> {
  const vectors = singleton("knowledge.questions", () => briefly("query-embedding", TTL_MS, embedOne, MOST));
  return vectors.get(keyedHash(`question:${JSON.stringify([tenantId, model, text])}`), model, text);
}

async function embedOne(_: string, model: string, text: string): Promise<Float32Array> {
  const [vector] = await embed([text], "query", model);
  if (!vector) throw new Error(`The embedding model ${model} returned no vector.`);
  return vector;
}

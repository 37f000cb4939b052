import { embed } from "#lib/ai/embed.ts";
import type { Context } from "#lib/context/context.ts";
import { createCache } from "#lib/core/create-cache.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { singleton } from "#lib/core/singleton.ts";

/** Vectors never change; this only bounds memory. */
const TTL_MS = 600_000;
/** Vectors of 6 kB each. */
const MAX_CACHED = 1_000;

export type Charge = (embed: () => Promise<Float32Array>) => Promise<Float32Array>;

/**
 * Returns the vector of a question. Repeated questions, such as a chatbot's suggestions, are cached per
 * tenant and by keyed hash: response times must not reveal other tenants' questions.
 * @param charge embeds a question that is not cached, and counts it or refuses
 * @throws the embedding model's error or the refusal, which are not cached
 */
export function embedQuery(
  { tenantId }: Context,
  text: string,
  model: string,
  charge: Charge,
): Promise<Float32Array> {
  const vectors = singleton("knowledge.questions", () =>
    createCache("query-embedding", TTL_MS, embedOne, MAX_CACHED),
  );
  return vectors.get(keyedHash(`question:${JSON.stringify([tenantId, model, text])}`), model, text, charge);
}

async function embedOne(_: string, model: string, text: string, charge: Charge): Promise<Float32Array> {
  return charge(async () => {
    const [vector] = await embed([text], "query", model);
    if (!vector) throw new Error(`The embedding model ${model} returned no vector.`);
    return vector;
  });
}

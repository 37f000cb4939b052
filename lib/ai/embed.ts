import { env } from "#lib/core/env.ts";
import { embedLocally, LOCAL_EMBEDDING_MODEL } from "./local-embeddings.ts";
import { hasOpenai, openai } from "./openai.ts";

/** As many texts as are worth one call: what a request to a server may carry, and a second or two of the local model. */
export const EMBEDDING_BATCH = 96;
const REMOTE_TIMEOUT_MS = 30_000;
const DIMENSIONS = 1536;

/**
 * Name of the model that vectors are made with now. Stored beside every vector: those of different models are never
 * compared. A compatible server without OPENAI_EMBEDDING_MODEL need not offer embeddings, so it gets the local model.
 */
export function embeddingModelName(): string {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_EMBEDDING_MODEL } = env();
  if (!hasOpenai()) return LOCAL_EMBEDDING_MODEL;
  if (OPENAI_EMBEDDING_MODEL) return OPENAI_EMBEDDING_MODEL;
  return OPENAI_API_KEY && !OPENAI_BASE_URL ? "text-embedding-3-small" : LOCAL_EMBEDDING_MODEL;
}

/** Whether vectors of the model say anything about texts of a language (a text search configuration's name). */
export function isMadeFor(model: string, language: string): boolean {
  return model !== LOCAL_EMBEDDING_MODEL || language === "english";
}

/** Unit vectors of at most 1,536 dimensions, one for each text, in order; of the model in use now or the one named. */
export async function embed(
  texts: string[],
  purpose: "query" | "document",
  name = embeddingModelName(),
): Promise<Float32Array[]> {
  if (texts.length === 0) return [];
  const vectors =
    name === LOCAL_EMBEDDING_MODEL ? await embedLocally(texts, purpose) : await embedRemotely(name, texts);
  return vectors.map(toUnit);
}

async function embedRemotely(name: string, texts: string[]): Promise<Float32Array[]> {
  // Loaded with its first use: a start without remote embeddings does not pay for it.
  const { embedMany } = await import("ai");
  const model = openai().embedding(name);
  const { embeddings } = await inTime((abortSignal) =>
    embedMany({ model, values: texts, maxRetries: 0, abortSignal }),
  );
  const vectors = embeddings.map((embedding) => Float32Array.from(embedding));
  if (vectors.length !== texts.length || vectors.some((vector) => vector.length > DIMENSIONS)) {
    throw new Error(`The embedding model ${name} returned vectors of the wrong number or length.`);
  }
  return vectors;
}

/** A signal of `AbortSignal.timeout` would hold the call, long over, until it fires. */
async function inTime<T>(call: (signal: AbortSignal) => PromiseLike<T>): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new DOMException("The embedding model did not respond in time.", "TimeoutError")),
    REMOTE_TIMEOUT_MS,
  );
  try {
    return await call(late.signal);
  } finally {
    clearTimeout(timer);
  }
}

function toUnit(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const length = Math.sqrt(sum);
  return length === 0 ? vector : vector.map((value) => value / length);
}

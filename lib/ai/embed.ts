import { env } from "#lib/core/env.ts";
import { embedInBatches } from "./embed-in-batches.ts";
import { embedLocally, LOCAL_EMBEDDING_MODEL } from "./local-embeddings.ts";
import { baseUrl, hasOpenai, openai } from "./openai.ts";

/** Fits in one request to a server and takes the local model a second or two. */
export const EMBEDDING_BATCH = 96;
const REMOTE_TIMEOUT_MS = 30_000;
const DIMENSIONS = 1536;

/**
 * Returns the name of the configured embedding model. It is stored with every vector, because vectors of
 * different models are never compared. A compatible server may not offer embeddings, so without
 * OPENAI_EMBEDDING_MODEL the local model is used.
 */
export function embeddingModelName(): string {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_EMBEDDING_MODEL } = env();
  if (!hasOpenai()) return LOCAL_EMBEDDING_MODEL;
  if (OPENAI_EMBEDDING_MODEL) return OPENAI_EMBEDDING_MODEL;
  return OPENAI_API_KEY && !OPENAI_BASE_URL ? "text-embedding-3-small" : LOCAL_EMBEDDING_MODEL;
}

/**
 * Whether the model supports a language, given as the name of a text search configuration, and the letters of
 * a text: the local model reads English only.
 */
export function supportsLanguage(model: string, language: string, text: string): boolean {
  if (model !== LOCAL_EMBEDDING_MODEL) return true;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return language === "english" && latin * 2 >= letters;
}

/**
 * Returns one unit vector per text, in order, with at most 1,536 dimensions. Uses the configured model unless
 * another is named.
 */
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
  const vectors = await embedInBatches(`${baseUrl()} ${name}`, texts, (batch) =>
    requestEmbeddings(name, batch),
  );
  if (vectors.length !== texts.length || vectors.some((vector) => vector.length > DIMENSIONS)) {
    throw new Error(`The embedding model ${name} returned vectors of the wrong number or length.`);
  }
  return vectors;
}

async function requestEmbeddings(name: string, values: string[]): Promise<Float32Array[]> {
  // Loaded on first use, so that a start without remote embeddings does not load it.
  const { embedMany } = await import("ai");
  const model = openai().embedding(name);
  const { embeddings } = await withTimeout((abortSignal) =>
    embedMany({ model, values, maxRetries: 0, abortSignal }),
  );
  return embeddings.map((embedding) => Float32Array.from(embedding));
}

/** A timer instead of `AbortSignal.timeout`, which would keep a finished call in memory until it fires. */
async function withTimeout<T>(call: (signal: AbortSignal) => PromiseLike<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new DOMException("The embedding model did not respond in time.", "TimeoutError")),
    REMOTE_TIMEOUT_MS,
  );
  try {
    return await call(controller.signal);
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

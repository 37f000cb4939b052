import { APICallError } from "@ai-sdk/provider";
import { singleton } from "#lib/core/singleton.ts";

/** Tried in turn where a server refuses more texts in one call and does not say how many it takes. */
const SIZES = [64, 32, 16, 10, 8, 4, 1];
const REFUSED = new Set([400, 413, 422]);
const STATED_LIMIT =
  /(?:at most|larger than|greater than|exceeds?|maximum(?: \w+){0,4}|limit(?: \w+){0,3}|up to|<=?)\D{0,12}(\d{1,4})\b/i;

/** The largest number of texts that a server takes in one call, as learned in this process. */
const learned = () => singleton("embedding-batch-sizes", () => new Map<string, number>());

/**
 * Embeds texts in calls as large as the server takes. Learns its limit from the refusal of a larger call.
 * @param server base URL and model
 */
export async function embedInBatches<T>(
  server: string,
  texts: string[],
  embed: (batch: string[]) => Promise<T[]>,
): Promise<T[]> {
  let size = Math.min(learned().get(server) ?? texts.length, texts.length);
  let isRefused = false;
  const vectors: T[] = [];
  while (vectors.length < texts.length) {
    const batch = texts.slice(vectors.length, vectors.length + size);
    try {
      vectors.push(...(await embed(batch)));
      if (isRefused) learned().set(server, size);
      isRefused = false;
    } catch (error) {
      const smaller = smallerSize(error, batch.length);
      if (smaller === null) throw error;
      size = smaller;
      isRefused = true;
    }
  }
  return vectors;
}

/** Null where the error is no refusal of the number of texts. */
function smallerSize(error: unknown, size: number): number | null {
  if (!APICallError.isInstance(error) || !REFUSED.has(error.statusCode ?? 0)) return null;
  const stated = Number(STATED_LIMIT.exec(`${error.message} ${error.responseBody ?? ""}`)?.[1]);
  if (stated >= 1 && stated < size) return stated;
  return SIZES.find((one) => one < size) ?? null;
}

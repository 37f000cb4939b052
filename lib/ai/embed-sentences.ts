import { errorFields, log } from "#lib/core/log.ts";
import { embed } from "./embed.ts";
import { LOCAL_EMBEDDING_MODEL } from "./local-embeddings.ts";

/** Embedded at a time: between two batches the questions of others are embedded. */
const BATCH = 8;
/** With this many comparisons under way, a process is too busy for another. */
const MAX_AT_A_TIME = 4;
let running = 0;

const embedBatch = (texts: string[]) => embed(texts, "query", LOCAL_EMBEDDING_MODEL);

/**
 * Returns one unit vector of the local model per text, in order, or null if the process is too busy or the
 * model fails: the caller must do with words alone.
 */
export async function embedSentences(
  texts: string[],
  embedEach = embedBatch,
): Promise<Float32Array[] | null> {
  if (running >= MAX_AT_A_TIME) return null;
  running += 1;
  try {
    const vectors: Float32Array[] = [];
    for (let at = 0; at < texts.length; at += BATCH)
      vectors.push(...(await embedEach(texts.slice(at, at + BATCH))));
    return vectors;
  } catch (error) {
    log().warn(errorFields(error), "sentences were not compared by meaning");
    return null;
  } finally {
    running -= 1;
  }
}

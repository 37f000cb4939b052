import { LRUCache } from "lru-cache";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { embed } from "./embed.ts";
import { LOCAL_EMBEDDING_MODEL } from "./local-embeddings.ts";

/** Embedded at a time: between two batches the questions of others are embedded. */
const BATCH = 8;
/** With this many comparisons under way, a process is too busy for another. */
const MAX_AT_A_TIME = 4;
/** Of about 2 kB each: the sentences of passages that are found often are compared often. */
const MAX_KNOWN = 2_000;
let running = 0;

type Known = LRUCache<string, Float32Array>;
export const makeKnown = (max = MAX_KNOWN): Known => new LRUCache({ max });
const knownHere = () => singleton("embeddings.sentences", makeKnown);
const embedBatch = (texts: string[]) => embed(texts, "query", LOCAL_EMBEDDING_MODEL);

/**
 * Returns one unit vector of the local model per text, in order, or null if the process is too busy or the
 * model fails: the caller must do with words alone.
 */
export async function embedSentences(
  texts: string[],
  embedEach = embedBatch,
  known: Known = knownHere(),
): Promise<Float32Array[] | null> {
  if (running >= MAX_AT_A_TIME) return null;
  running += 1;
  try {
    const vectors = new Map(texts.map((text) => [text, known.get(text)]));
    // Each text of a batch costs as much as its longest, so texts of about one length go together.
    const unknown = [...vectors.keys()]
      .filter((text) => vectors.get(text) === undefined)
      .toSorted((one, other) => one.length - other.length);
    for (let at = 0; at < unknown.length; at += BATCH) {
      const batch = unknown.slice(at, at + BATCH);
      const embedded = await embedEach(batch);
      for (const [index, text] of batch.entries()) {
        const vector = embedded[index];
        if (!vector) throw new Error("The model returned too few vectors.");
        vectors.set(text, vector);
        known.set(text, vector);
      }
    }
    return texts.flatMap((text) => vectors.get(text) ?? []);
  } catch (error) {
    log().warn(errorFields(error), "sentences were not compared by meaning");
    return null;
  } finally {
    running -= 1;
  }
}

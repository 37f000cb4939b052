import { availableParallelism } from "node:os";
import { join } from "node:path";
import Piscina from "piscina";
import { singleton } from "#lib/core/singleton.ts";

/**
 * Universal Sentence Encoder Lite, 512 dimensions, English, reads about 128 word pieces (Cer et al. 2018).
 */
export const LOCAL_EMBEDDING_MODEL = "use-lite-en";

const BATCH = 8;

/** All cores but one, at low priority. Queries have a thread of their own and never wait for an ingestion. */
const DOCUMENT_THREADS = Math.max(1, availableParallelism() - 1);

function pool(purpose: "query" | "document"): Piscina {
  return singleton(
    `embeddings.${purpose}`,
    () =>
      new Piscina({
        filename: join(process.cwd(), "lib/ai/local-embedding-worker.ts"),
        minThreads: purpose === "query" ? 1 : 0,
        maxThreads: purpose === "query" ? 1 : DOCUMENT_THREADS,
        idleTimeout: 30_000,
        niceIncrement: purpose === "document" ? 10 : 0,
      }),
  );
}

export async function embedLocally(texts: string[], purpose: "query" | "document"): Promise<Float32Array[]> {
  const batches: string[][] = [];
  for (let i = 0; i < texts.length; i += BATCH) batches.push(texts.slice(i, i + BATCH));
  const done = (await Promise.all(batches.map((batch) => pool(purpose).run(batch)))) as Float32Array[][];
  return done.flat();
}

/** Loads the model before the first query needs it. */
export async function warmLocalEmbeddings(): Promise<void> {
  await embedLocally(["warm"], "query");
}

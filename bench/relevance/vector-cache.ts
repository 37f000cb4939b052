import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { embedLocally, LOCAL_EMBEDDING_MODEL } from "#lib/ai/local-embeddings.ts";
import { prepareDocument } from "#lib/knowledge/ingestion/prepare-document.ts";
import type { DocumentInput } from "#lib/knowledge/schema.ts";

/**
 * Caches the local model's vectors by text between runs: embedding a manual takes most of an hour, and
 * tuning search changes none of it.
 */
export async function cachedVectors(
  documents: DocumentInput[],
): Promise<(text: string) => Float32Array | null> {
  const folder = join(homedir(), ".cache/parley");
  mkdirSync(folder, { recursive: true });
  const cache = new DatabaseSync(join(folder, `vectors-${LOCAL_EMBEDDING_MODEL}.sqlite`), {
    timeout: 60_000,
  });
  cache.exec(
    "create table if not exists vectors (text text primary key, vector blob not null) without rowid",
  );
  const find = cache.prepare("select vector from vectors where text = ?");
  const keep = cache.prepare("insert or ignore into vectors values (?, ?)");
  const known = (text: string) => {
    const row = find.get(text) as { vector: Uint8Array } | undefined;
    return row ? toUnit(new Float32Array(row.vector.slice().buffer)) : null;
  };
  for (const document of documents) {
    const { chunks } = await prepareDocument(document);
    const missing = chunks.flatMap((chunk) => chunk.windows).filter((text) => !find.get(text));
    const vectors = await embedLocally(missing, "document");
    cache.exec("begin");
    for (const [i, text] of missing.entries()) {
      const vector = vectors[i] as Float32Array;
      keep.run(text, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
    }
    cache.exec("commit");
  }
  return known;
}

function toUnit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

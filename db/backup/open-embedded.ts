import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { ParleyError } from "#lib/core/errors.ts";
import { lockDirectory } from "../directory-lock.ts";
import { type CopyDatabase, columnList, SESSION } from "./copy-database.ts";
import { rowChunks } from "./digest.ts";

/** Pages copied at once: PGlite keeps the output of a statement in memory. */
const PAGES = 64;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Opens the embedded database of a data directory, in this process and without a socket, over which PGlite
 * cannot COPY.
 * @throws ParleyError unavailable if another process has the directory
 */
export async function openEmbedded(dataDirectory: string): Promise<CopyDatabase> {
  const directory = resolve(dataDirectory);
  const lock = lockDirectory(directory);
  if (!lock)
    throw new ParleyError(
      "unavailable",
      `A server is using ${dataDirectory}. Stop it first, then try again.`,
    );
  try {
    const dataDir = join(directory, "db");
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const database = fromPglite(await PGlite.create({ dataDir, extensions: { vector } }), () =>
      lock.release(),
    );
    await database.query(SESSION);
    return database;
  } catch (error) {
    lock.release();
    throw error;
  }
}

function fromPglite(pglite: PGlite, release: () => void): CopyDatabase {
  return {
    isEmbedded: true,
    async query<T>(text: string, values?: unknown[]) {
      const result = values ? await pglite.query(text, values) : (await pglite.exec(text)).at(-1);
      return { rows: (result?.rows ?? []) as T[] };
    },
    async *copyOut(table) {
      const pages = await countPages(pglite, table.name);
      for (let page = 0; page < pages; page += PAGES) {
        const range = `ctid >= '(${page},0)' and ctid < '(${page + PAGES},0)'`;
        const rows = `select ${columnList(table)} from ${table.name} where ${range}`;
        const { blob } = await pglite.query(`copy (${rows}) to '/dev/blob'`);
        if (blob && blob.size > 0) yield new Uint8Array(await blob.arrayBuffer());
      }
    },
    async copyIn(table, chunks) {
      for await (const chunk of rowChunks(chunks, CHUNK_BYTES))
        await pglite.query(`copy ${table.name} (${columnList(table)}) from '/dev/blob'`, [], {
          blob: new Blob([new Uint8Array(chunk)]),
        });
    },
    async close() {
      await pglite.close();
      release();
    },
  };
}

/** Of a partitioned table those of its largest part: a range of pages then means that range in each part. */
async function countPages(pglite: PGlite, table: string): Promise<number> {
  const { rows } = await pglite.query<{ pages: number }>(
    `select ceil(greatest(pg_relation_size($1::regclass),
       (select max(pg_relation_size(relid)) from pg_partition_tree($1::regclass) where isleaf)) / 8192.0)::int as pages`,
    [table],
  );
  return rows[0]?.pages ?? 0;
}

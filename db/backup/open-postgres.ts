import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import postgres from "postgres";
import { asUnavailable } from "../database-unavailable.ts";
import { type CopyDatabase, columnList, SESSION } from "./copy-database.ts";

const CONNECT_TIMEOUT_S = 30;

/** Opens a Postgres with postgres.js, which has COPY; a lost connection fails the command (decision 016). */
export async function openPostgres(url: string): Promise<CopyDatabase> {
  const sql = postgres(url, {
    max: 1,
    connect_timeout: CONNECT_TIMEOUT_S,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => undefined,
    connection: { application_name: "parley-backup" },
  });
  const connection = await sql.reserve().catch((error: unknown) => {
    throw asUnavailable(error);
  });
  const database: CopyDatabase = {
    isEmbedded: false,
    async query<T>(text: string, values?: unknown[]) {
      const result = (await connection.unsafe(text, values as never[])) as unknown as T[] | T[][];
      const rows = (Array.isArray(result[0]) ? result.at(-1) : result) as T[];
      return { rows: [...rows] };
    },
    async *copyOut(table) {
      const rows = `select ${columnList(table)} from ${table.name}`;
      const copied = (await connection.unsafe(`copy (${rows}) to stdout`).readable()) as Readable;
      yield* copied as AsyncIterable<Uint8Array>;
      // The driver pauses its socket for a full buffer, and does not resume it if the copy ended there.
      copied._read(0);
    },
    async copyIn(table, chunks) {
      const into = `copy ${table.name} (${columnList(table)}) from stdin`;
      await pipeline(Readable.from(chunks, { objectMode: false }), await connection.unsafe(into).writable());
    },
    async close() {
      connection.release();
      await sql.end({ timeout: 5 });
    },
  };
  await database.query(SESSION);
  return database;
}

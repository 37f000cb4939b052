import pg from "pg";
import { storage } from "#db/storage.ts";

/** Runs SQL as the owner of the database, past every wall: for looking at the catalogue and planting rows. */
export async function asOwner<T extends Record<string, unknown>>(
  query: string,
  params: unknown[] = [],
): Promise<T[]> {
  const url = process.env.DATABASE_MIGRATION_URL;
  const { pool } = await storage();
  if (!url) return rowsOf<T>(await pool.query(query, params));
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    return rowsOf<T>(await owner.query(query, params));
  } finally {
    await owner.end();
  }
}

/** Several statements in one text give several results. */
function rowsOf<T>(result: pg.QueryResult | pg.QueryResult[]): T[] {
  return [result].flat().flatMap(({ rows }) => rows as T[]);
}

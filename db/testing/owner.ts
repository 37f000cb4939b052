import pg from "pg";
import { runAsLogin, storage } from "#db/client.ts";

/** Runs SQL as the owner of the database, past every wall: for looking at the catalogue and planting rows. */
export async function asOwner<T extends Record<string, unknown>>(
  query: string,
  params: unknown[] = [],
): Promise<T[]> {
  const url = process.env.DATABASE_MIGRATION_URL;
  if (!url) return (await runAsLogin(query, params)) as T[];
  await storage();
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    const results = [await owner.query(query, params)].flat();
    return results.flatMap(({ rows }) => rows as T[]);
  } finally {
    await owner.end();
  }
}

import type postgres from "postgres";
import { storage } from "#db/client.ts";

/** Runs SQL as the owner of the database, past every wall: for looking at the catalogue and planting rows. */
export async function asOwner<T extends Record<string, unknown>>(
  query: string,
  params: unknown[] = [],
): Promise<T[]> {
  const url = process.env.DATABASE_MIGRATION_URL;
  if (!url) {
    const { sql } = await storage();
    return (await sql.unsafe(query, params as postgres.ParameterOrJSON<never>[])) as unknown as T[];
  }
  await storage();
  const { default: connect } = await import("postgres");
  const owner = connect(url, { max: 1, onnotice: () => undefined });
  try {
    return (await owner.unsafe(query, params as postgres.ParameterOrJSON<never>[])) as unknown as T[];
  } finally {
    await owner.end();
  }
}

import pg from "pg";
import { connectionTo } from "./connection-to.ts";

/** A machine that starts everything at once answers late. */
const CONNECT_TIMEOUT_MS = 30_000;

type Facts = { strong: boolean; owner: boolean; settings: Record<string, string> };

/** If off, a crash of Postgres or its machine loses acknowledged rows or the database. */
const DURABILITY = ["fsync", "synchronous_commit", "full_page_writes"];

/**
 * Refuses a database that is unsafe for production: an app login that bypasses row-level security, or
 * settings that lose acknowledged writes.
 * @throws Error that says what to change
 */
export async function checkProduction(url: string): Promise<void> {
  const fault = productionFault(await readFacts(url));
  if (fault) throw new Error(fault);
}

/** Describes what is wrong; null if nothing is. */
export function productionFault({ strong, owner, settings }: Facts): string | null {
  if (strong || owner)
    return "DATABASE_URL uses a role that owns tables or bypasses row-level security. Use a role without these rights for the app, and set the owner in DATABASE_MIGRATION_URL.";
  const off = DURABILITY.filter((name) => settings[name] === "off");
  if (off.length > 0)
    return `Postgres would lose saved data in a crash: ${off.join(", ")} is off for the login of DATABASE_URL. Turn it on.`;
  return null;
}

/** Read as this login, because a role, a database and the URL can each change a setting. */
async function readFacts(url: string): Promise<Facts> {
  const client = new pg.Client({ ...connectionTo(url), connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as strong,
              exists (select 1 from pg_tables where schemaname = 'platform' and pg_has_role(tableowner, 'member')) as owner,
              (select json_object_agg(name, setting) from pg_settings where name = any($1)) as settings`,
      [DURABILITY],
    );
    return rows[0];
  } finally {
    await client.end();
  }
}

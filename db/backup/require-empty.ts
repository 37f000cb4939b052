import { ParleyError } from "#lib/core/errors.ts";
import type { CopyDatabase } from "./copy-database.ts";

/** After this time without a sign of life a process counts as ended (lib/instance). */
const SILENT = "15 seconds";

/**
 * Refuses a database that processes use, and one with workspaces or accounts unless it is to be replaced.
 * Called in the transaction that replaces it, because the owner sees rows only without the walls.
 * @throws ParleyError conflict
 */
export async function requireEmpty(database: CopyDatabase, isReplacing: boolean): Promise<void> {
  const tables = ["tenants", "users", "processes"].map((name) => `platform.${name}`);
  const { rows: found } = await database.query<{ name: string }>(
    "select name from unnest($1::text[]) name where to_regclass(name) is not null",
    [tables],
  );
  for (const { name } of found) await database.query(`alter table ${name} no force row level security`);
  const exists = async (name: string, where = "true") =>
    found.some((table) => table.name === name) &&
    (await database.query(`select 1 from ${name} where ${where} limit 1`)).rows.length > 0;
  if (await exists("platform.processes", `seen_at > now() - interval '${SILENT}'`))
    throw new ParleyError("conflict", "Processes of Parley use this database. Stop them first.");
  if (isReplacing) return;
  if ((await exists("platform.tenants")) || (await exists("platform.users")))
    throw new ParleyError(
      "conflict",
      "The database is not empty. To replace what it and the file storage contain, pass --replace.",
    );
}

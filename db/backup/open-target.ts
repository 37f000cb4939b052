import { env } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { CopyDatabase } from "./copy-database.ts";
import { openEmbedded } from "./open-embedded.ts";
import { openPostgres } from "./open-postgres.ts";

export type Target = { database: CopyDatabase; appLogin: string | null };

/**
 * Opens the configured database as its owner.
 * @throws ParleyError invalid without the owner's login, unavailable if the database is not, or is in use
 */
export async function openTarget(): Promise<Target> {
  const { DATABASE_URL, DATABASE_MIGRATION_URL, DATA_DIR, NODE_ENV } = env();
  if (!DATABASE_URL && !DATABASE_MIGRATION_URL)
    return { database: await openEmbedded(DATA_DIR), appLogin: null };
  const ownerUrl = DATABASE_MIGRATION_URL ?? (NODE_ENV === "production" ? undefined : DATABASE_URL);
  if (!ownerUrl)
    throw new ParleyError("invalid", "Set DATABASE_MIGRATION_URL to the login of the database's owner.");
  const appLogin = DATABASE_URL ? decodeURIComponent(new URL(DATABASE_URL).username) : null;
  return { database: await openPostgres(ownerUrl), appLogin };
}

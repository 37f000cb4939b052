import { createHmac } from "node:crypto";
import { z } from "zod";
import { secret } from "#lib/core/secrets.ts";

/** Raised when older releases could not restore what this one writes. */
export const FORMAT = 1;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** As `schema.name`, quoted where needed. Becomes part of statements, so nothing else is accepted. */
const tableName = z.string().regex(/^[a-z_]{1,63}\.[a-z_][a-z0-9_]{0,62}$/);
const columnName = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

const secretNames = ["USER_HASH_SECRET", "ENCRYPTION_KEY"] as const;

/** The first file of a backup: what is known before any row is read. */
export const header = z.object({
  format: z.number().int(),
  /** Parley's version. */
  version: z.string(),
  takenAt: z.iso.datetime(),
  /** The newest migration, its time in drizzle's journal, and the version of the queue's tables. */
  schema: z.object({ name: z.string(), at: z.number().int(), queue: z.number().int() }),
  /** Fingerprints: with other secrets, parts of the data could not be read. */
  secrets: z.object({ USER_HASH_SECRET: z.string(), ENCRYPTION_KEY: z.string() }),
  /** In an order in which referenced tables come first. */
  tables: z.array(z.object({ name: tableName, columns: z.array(columnName).min(1) })).max(1_000),
});
export type Header = z.infer<typeof header>;
export type BackedUpTable = Header["tables"][number];

/** The last file of a backup. Hashes do not depend on the order of rows or objects. */
export const trailer = z.object({
  tables: z.record(z.string(), z.object({ rows: z.number().int(), hash })),
  sequences: z.array(z.object({ name: tableName, value: z.string().regex(/^-?\d{1,19}$/) })).max(1_000),
  /** Null for a backup without files. */
  objects: z.object({ count: z.number().int(), bytes: z.number().int(), hash }).nullable(),
});
export type Trailer = z.infer<typeof trailer>;

/** Proves that two instances have the same secrets without revealing them. */
export function secretFingerprints(): Header["secrets"] {
  const of = (name: (typeof secretNames)[number]) =>
    createHmac("sha256", secret(name)).update("parley backup").digest("hex").slice(0, 16);
  return { USER_HASH_SECRET: of("USER_HASH_SECRET"), ENCRYPTION_KEY: of("ENCRYPTION_KEY") };
}

/** The secrets that differ from those of the backup. */
export function differentSecrets({ secrets }: Header): string[] {
  const own = secretFingerprints();
  return secretNames.filter((name) => own[name] !== secrets[name]);
}

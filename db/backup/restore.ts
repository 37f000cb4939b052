import { ParleyError } from "#lib/core/errors.ts";
import type { ObjectStore } from "#lib/core/storage/object-store.ts";
import { SCHEMAS } from "../admit-backup.ts";
import { applyMigration, finishSchema, LOCK_KEY, listPending, newestMigration } from "../migrate.ts";
import { createQueueTables, QUEUE_SCHEMA, QUEUE_VERSION } from "../queue-schema.ts";
import { type CheckedBackup, checkBackup, OBJECTS, tableOf } from "./check-backup.ts";
import type { CopyDatabase } from "./copy-database.ts";
import { rowChunks, SetDigest } from "./digest.ts";
import { differentSecrets, type Header, type Trailer } from "./manifest.ts";
import { type ArchiveFile, readArchive } from "./read-archive.ts";
import { requireEmpty } from "./require-empty.ts";

export type RestoreOptions = {
  file: string;
  /** What `readBackup` found in the file. */
  checked: CheckedBackup;
  database: CopyDatabase;
  store: ObjectStore;
  /** The role of DATABASE_URL, which gets its rights again; null on the embedded database. */
  appLogin: string | null;
  /** Replaces what the database and the file storage contain. */
  isReplacing?: boolean;
};

export type RestoreSummary = {
  tables: number;
  rows: number;
  objects: number;
  removed: number;
};

const CHUNK_BYTES = 1024 * 1024;
/** Erasures that were noted after the backup (`lib/privacy/erasures.ts`): they are repeated after it. */
const KEPT = /^[^/]+\/erased\//;

/**
 * Reads a backup to its end, before anything is opened or changed.
 * @param hasOtherSecrets accepts one of an instance with other secrets
 * @throws ParleyError invalid for a damaged backup, one of a newer release, or one with other secrets
 */
export async function readBackup(file: string, hasOtherSecrets = false): Promise<CheckedBackup> {
  const checked = await checkBackup(file);
  requireReadable(checked.header, file, hasOtherSecrets);
  return checked;
}

/**
 * Replaces the database and the file storage by those of a backup. The rows, the schema of their release, and
 * the migrations since then are one transaction, which also compares what was loaded with the hashes: if
 * anything fails, the database is as before.
 * @throws ParleyError conflict for a target in use
 */
export async function restore(options: RestoreOptions): Promise<RestoreSummary> {
  const { file, checked, database, store, isReplacing = false } = options;
  if (!isReplacing && checked.trailer.objects) await requireNoObjects(store);
  const stored: string[] = [];
  try {
    await database.query("begin");
    await database.query(`select pg_advisory_xact_lock(${LOCK_KEY})`);
    await requireEmpty(database, isReplacing);
    await createSchema(database, checked.header);
    await asOwnerOfEvents(database, async () => {
      await protect(database, checked.header, false);
      await load(database, store, file, checked, stored);
      await startAnotherHistory(database);
      await protect(database, checked.header, true);
    });
    for (const migration of await listPending(database)) await applyMigration(database, migration);
    await finishSchema(database, options.appLogin);
    await database.query("commit");
  } catch (error) {
    await database.query("rollback").catch(() => undefined);
    if (!isReplacing) for (const key of stored) await store.delete(key).catch(() => undefined);
    throw error;
  }
  for (const { name } of checked.header.tables) await database.query(`analyze ${name}`);
  const removed = isReplacing && checked.trailer.objects ? await removeOthers(store, checked.keys) : 0;
  const rows = Object.values(checked.trailer.tables).reduce((sum, table) => sum + table.rows, 0);
  return { tables: checked.header.tables.length, rows, objects: stored.length, removed };
}

function requireReadable(header: Header, file: string, hasOtherSecrets: boolean): void {
  const { schema, version } = header;
  const own = newestMigration();
  if (schema.at > own.at)
    throw new ParleyError(
      "invalid",
      `${file} has the schema ${schema.name} (Parley ${version}), which is newer than ${own.name} of this release. Use that release or a newer one.`,
    );
  if (schema.queue !== QUEUE_VERSION)
    throw new ParleyError(
      "invalid",
      `${file} has version ${schema.queue} of the job queue's tables, and this release has ${QUEUE_VERSION}. Restore with Parley ${version}, then upgrade.`,
    );
  const different = differentSecrets(header);
  if (different.length > 0 && !hasOtherSecrets)
    throw new ParleyError(
      "invalid",
      `${file} was made with another ${different.join(" and another ")}, without which people do not find their conversations and second factors do not work. Set the same, or pass --other-secrets.`,
    );
}

async function requireNoObjects(store: ObjectStore): Promise<void> {
  for await (const { key } of store.list(""))
    if (!KEPT.test(key))
      throw new ParleyError(
        "conflict",
        "The file storage is not empty. To replace what it and the database contain, pass --replace.",
      );
}

/** Creates the schema of the backup's release, without its walls against the owner. */
async function createSchema(database: CopyDatabase, header: Header): Promise<void> {
  for (const schema of [...SCHEMAS, "drizzle", QUEUE_SCHEMA])
    await database.query(`drop schema if exists ${schema} cascade`);
  await database.query("select set_config('parley.embedded', $1, true)", [
    database.isEmbedded ? "on" : "off",
  ]);
  for (const migration of await listPending(database, header.schema.at))
    await applyMigration(database, migration);
  await createQueueTables(database);
  // Those two set limits for the rest of the transaction.
  await database.query("set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0");
}

/**
 * Runs with the rights of the role that owns the analytics events, if the backup's release has it. The
 * database's owner is a member of it for this moment only, as in the migration that creates it.
 */
async function asOwnerOfEvents(database: CopyDatabase, run: () => Promise<void>): Promise<void> {
  const { rows } = await database.query(
    "select from pg_roles where rolname = 'parley_analytics' and not pg_has_role(rolname, 'usage')",
  );
  const isJoining = rows.length > 0;
  if (isJoining) await database.query("grant parley_analytics to current_user with inherit true");
  await run();
  if (isJoining) await database.query("revoke parley_analytics from current_user");
}

/** Turns the walls that also hold for the owner on or off. Other roles are never let through. */
async function protect(database: CopyDatabase, { tables }: Header, isForced: boolean): Promise<void> {
  for (const { name } of tables.filter((table) => !table.name.startsWith(`${QUEUE_SCHEMA}.`)))
    await database.query(`alter table ${name} ${isForced ? "" : "no "}force row level security`);
}

/** Loads tables and objects in the order of the backup, and compares the rows with their hashes. */
async function load(
  database: CopyDatabase,
  store: ObjectStore,
  file: string,
  { header, trailer }: CheckedBackup,
  stored: string[],
): Promise<void> {
  const files = readArchive(file);
  let next = await take(files);
  const chunksOf = async function* (table: string): AsyncGenerator<Buffer> {
    for (; next && tableOf(next.name) === table; next = await take(files)) yield next.bytes;
  };
  for (const table of header.tables) {
    while (next && tableOf(next.name) === null && !next.name.startsWith(OBJECTS)) next = await take(files);
    if (next && tableOf(next.name) === table.name) await database.copyIn(table, chunksOf(table.name));
    await compare(database, table, trailer);
  }
  await database.query("set constraints all immediate");
  for (; next; next = await take(files)) {
    if (!next.name.startsWith(OBJECTS)) continue;
    const key = next.name.slice(OBJECTS.length);
    stored.push(key);
    await store.put(key, next.bytes, { contentType: next.contentType });
  }
  for (const { name, value } of trailer.sequences)
    await database.query("select setval($1::regclass, $2::bigint)", [name, value]);
}

async function take(files: AsyncGenerator<ArchiveFile>): Promise<ArchiveFile | null> {
  const { value, done } = await files.next();
  return done ? null : value;
}

async function compare(
  database: CopyDatabase,
  table: Header["tables"][number],
  trailer: Trailer,
): Promise<void> {
  const digest = new SetDigest();
  for await (const chunk of rowChunks(database.copyOut(table), CHUNK_BYTES)) digest.addRows(chunk);
  const expected = trailer.tables[table.name];
  if (digest.count !== expected?.rows || digest.hash !== expected.hash)
    throw new Error(`${table.name} differs from the backup after it was loaded: ${digest.count} rows.`);
}

/**
 * What clients saw after the backup is gone, so positions that they remember must not be used again, and
 * sessions that were ended since must not come back.
 */
async function startAnotherHistory(database: CopyDatabase): Promise<void> {
  // Larger than any epoch before, also if the same backup is restored again; nine digits for thirty years.
  const epoch = "extract(epoch from now() - '2026-01-01T00:00:00Z'::timestamptz)::integer";
  await database.query(`
    update platform.rooms set epoch = greatest(epoch + 1, ${epoch});
    update platform.conversations set last_epoch = greatest(last_epoch + 1, ${epoch});
    update platform.sessions set revoked_at = now() where revoked_at is null;`);
}

/** Removes the files of the replaced data. */
async function removeOthers(store: ObjectStore, keys: ReadonlySet<string>): Promise<number> {
  let removed = 0;
  for await (const { key } of store.list("")) {
    if (keys.has(key) || KEPT.test(key)) continue;
    await store.delete(key);
    removed += 1;
  }
  return removed;
}

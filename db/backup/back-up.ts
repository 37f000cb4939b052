import type { ObjectStore } from "#lib/core/storage/object-store.ts";
import { VERSION } from "#lib/core/version.ts";
import { BACKUP_ROLE } from "../admit-backup.ts";
import { LOCK_KEY, readSchemaVersion, requireCurrent } from "../migrate.ts";
import { HEADER, OBJECTS, objectIdentity, TABLES, TRAILER } from "./check-backup.ts";
import type { CopyDatabase } from "./copy-database.ts";
import { rowChunks, SetDigest } from "./digest.ts";
import { type BackedUpTable, FORMAT, type Header, secretFingerprints, type Trailer } from "./manifest.ts";
import { listTables, readSequences, requireAllRows } from "./tables.ts";
import { type ArchiveWriter, writeArchive } from "./write-archive.ts";

const CHUNK_BYTES = 4 * 1024 * 1024;

export type BackupSummary = { tables: number; rows: number; objects: number; bytes: number; missing: number };

/**
 * Writes a backup of all rows, as of one moment, and of all files. The instance may run meanwhile; only
 * migrations wait. Files are read after the rows, so those that the rows name are included, except files that
 * were deleted in between. @param store null leaves out the files
 * @throws ParleyError for a schema of another release, a file that exists, or a full disk
 */
export async function backUp(
  database: CopyDatabase,
  store: ObjectStore | null,
  file: string,
  now = () => new Date(),
): Promise<BackupSummary> {
  const summary: BackupSummary = { tables: 0, rows: 0, objects: 0, bytes: 0, missing: 0 };
  await database.query(`select pg_advisory_lock_shared(${LOCK_KEY})`);
  try {
    await requireCurrent(database);
    await database.query("begin isolation level repeatable read read only");
    try {
      // The embedded database's only login sees everything, and only it may use PGlite's COPY.
      if (!database.isEmbedded) await database.query(`set local role ${BACKUP_ROLE}`);
      await requireAllRows(database);
      const tables = await listTables(database);
      const schema = await readSchemaVersion(database);
      const secrets = secretFingerprints();
      const header: Header = {
        format: FORMAT,
        version: VERSION,
        takenAt: now().toISOString(),
        schema,
        secrets,
        tables,
      };
      await writeArchive(file, async (archive) => {
        await archive.add(HEADER, json(header));
        const hashes: Trailer["tables"] = {};
        for (const table of tables) {
          const digest = await addTable(archive, database, table);
          hashes[table.name] = { rows: digest.count, hash: digest.hash };
          summary.rows += digest.count;
        }
        const sequences = await readSequences(database);
        summary.tables = tables.length;
        const objects = store && (await addObjects(archive, store, summary));
        await archive.add(TRAILER, json({ tables: hashes, sequences, objects } satisfies Trailer));
      });
    } finally {
      await database.query("rollback");
    }
  } finally {
    await database.query(`select pg_advisory_unlock_shared(${LOCK_KEY})`);
  }
  return summary;
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

async function addTable(
  archive: ArchiveWriter,
  database: CopyDatabase,
  table: BackedUpTable,
): Promise<SetDigest> {
  const digest = new SetDigest();
  let chunks = 0;
  for await (const chunk of rowChunks(database.copyOut(table), CHUNK_BYTES)) {
    digest.addRows(chunk);
    await archive.add(`${TABLES}${table.name}/${String(chunks).padStart(6, "0")}`, chunk);
    chunks += 1;
  }
  return digest;
}

async function addObjects(
  archive: ArchiveWriter,
  store: ObjectStore,
  summary: BackupSummary,
): Promise<Trailer["objects"]> {
  const digest = new SetDigest();
  for await (const { key } of store.list("")) {
    const object = await store.get(key);
    if (!object) {
      summary.missing += 1;
      continue;
    }
    digest.add(objectIdentity(key, object.contentType), object.bytes);
    await archive.add(`${OBJECTS}${key}`, object.bytes, object.contentType);
    summary.bytes += object.bytes.length;
  }
  summary.objects = digest.count;
  return { count: digest.count, bytes: summary.bytes, hash: digest.hash };
}

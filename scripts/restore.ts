import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "#cli/run-command.ts";
import { openTarget } from "#db/backup/open-target.ts";
import { readBackup, restore } from "#db/backup/restore.ts";
import { closeStorage } from "#db/storage.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { repeatErasures } from "#lib/privacy/repeat-erasures.ts";

const usage = `Usage: npm run db:restore -- FILE [--replace] [--other-secrets]
Restores a backup into the configured database and file storage, and brings its schema up to date. No process may
use them meanwhile. Needs DATABASE_MIGRATION_URL and DATABASE_URL (or DATA_DIR). If it fails, nothing has changed.
  --replace         replaces what the database and the file storage contain
  --other-secrets   accepts a backup of an instance with another USER_HASH_SECRET or ENCRYPTION_KEY
`;
const from = process.env.INIT_CWD ?? process.cwd();

await runCommand(async () => {
  const args = read();
  if (!args) {
    process.stderr.write(usage);
    return 2;
  }
  const started = performance.now();
  const checked = await readBackup(args.file, args.hasOtherSecrets);
  const takenAt = new Date(checked.header.takenAt);
  const { file, isReplacing } = args;
  const { database, appLogin } = await openTarget();
  const { tables, rows, objects, removed } = await restore({
    file,
    checked,
    database,
    store: objectStore(),
    appLogin,
    isReplacing,
  }).finally(() => database.close());
  const repeated = await repeatErasures(
    sealOperator(),
    (tenantId, actor) => sealContext({ tenantId, actor }),
    takenAt,
  ).finally(closeStorage);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  process.stdout.write(
    `Restored the backup of ${takenAt.toISOString()}: ${rows} rows from ${tables} tables, ${filesOf(objects)}, in ${seconds} s.\n`,
  );
  if (removed > 0) process.stdout.write(`Removed ${filesOf(removed)} from the replaced data.\n`);
  if (repeated > 0) process.stdout.write(`Repeated erasures since the backup: ${repeated}.\n`);
  process.stdout.write("Everyone has to sign in again.\n");
  return 0;
});

function filesOf(count: number): string {
  return `${count} ${count === 1 ? "file" : "files"}`;
}

type Arguments = { file: string; isReplacing: boolean; hasOtherSecrets: boolean };

function read(): Arguments | null {
  try {
    const { values, positionals } = parseArgs({
      options: { replace: { type: "boolean" }, "other-secrets": { type: "boolean" } },
      allowPositionals: true,
    });
    const [file, ...others] = positionals;
    if (!file || others.length > 0) return null;
    return {
      file: resolve(from, file),
      isReplacing: values.replace ?? false,
      hasOtherSecrets: values["other-secrets"] ?? false,
    };
  } catch {
    return null;
  }
}

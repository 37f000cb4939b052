import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "#cli/run-command.ts";
import { backUp } from "#db/backup/back-up.ts";
import { openTarget } from "#db/backup/open-target.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";

const usage = `Usage: npm run db:backup -- FILE [--without-files]
Writes all rows and files to FILE, a tar.gz archive with hashes. The instance may run meanwhile, except on the
embedded database. Needs DATABASE_MIGRATION_URL (or DATA_DIR), and the variables of the file storage.
  --without-files   leaves out the files, for a bucket with a backup of its own
`;
const from = process.env.INIT_CWD ?? process.cwd();

await runCommand(async () => {
  const args = read();
  if (!args) {
    process.stderr.write(usage);
    return 2;
  }
  const started = performance.now();
  const { database } = await openTarget();
  try {
    const store = args.withoutFiles ? null : objectStore();
    const { tables, rows, objects, bytes, missing } = await backUp(database, store, args.file);
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    const files = store ? `${objects} files (${(bytes / 1_000_000).toFixed(1)} MB)` : "no files";
    process.stdout.write(`${args.file}: ${rows} rows from ${tables} tables, ${files}, in ${seconds} s.\n`);
    if (missing > 0) process.stdout.write(`${missing} files were deleted or damaged during the backup.\n`);
    process.stdout.write("Keep USER_HASH_SECRET and ENCRYPTION_KEY as well: they are not in the backup.\n");
    return 0;
  } finally {
    await database.close();
  }
});

function read(): { file: string; withoutFiles: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      options: { "without-files": { type: "boolean" } },
      allowPositionals: true,
    });
    const [file, ...others] = positionals;
    if (!file || others.length > 0) return null;
    return { file: resolve(from, file), withoutFiles: values["without-files"] ?? false };
  } catch {
    return null;
  }
}

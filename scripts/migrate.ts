import { runCommand } from "#cli/run-command.ts";
import { closeStorage, storage } from "#db/storage.ts";
import { env } from "#lib/core/env.ts";

/** Opening storage brings it up to date; a server does the same at its start. */
await runCommand(async () => {
  const { embedded } = await storage();
  await closeStorage();
  process.stdout.write(
    `The database is up to date (${embedded ? `embedded, in ${env().DATA_DIR}` : "Postgres"}).\n`,
  );
  return 0;
});

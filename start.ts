import { loadEnvFiles } from "#lib/core/load-env-files.ts";

loadEnvFiles(process.cwd());
const { storage } = await import("#db/storage.ts");
// In parallel with loading the rest, which takes as long. `openRole` awaits it and reports failures.
const opening = storage();
opening.catch(() => undefined);
const { openRole } = await import("./roles.ts");
await openRole(opening);

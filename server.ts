import { enableCompileCache } from "node:module";
import "#db/quick-drizzle.ts";
import { loadEnvFiles } from "#lib/core/load-env-files.ts";

// What a process loads is compiled once a machine, not once a start.
enableCompileCache();
loadEnvFiles(process.cwd());
const { storage } = await import("#db/storage.ts");
// Beside the reading of all that follows, which takes as long; whoever asks for it hears of what fails.
const opening = storage();
opening.catch(() => undefined);
const { openRole } = await import("./roles.ts");
await openRole(opening);

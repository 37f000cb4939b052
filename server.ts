import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** `start.ts` with its imports bundled, made by `npm run build` (docs/decisions/043-server-bundle.md). */
const BUNDLE = join(process.cwd(), ".next/roles/start.js");

// Compiled code is cached on disk, so later starts skip compiling.
enableCompileCache();
if (process.argv.includes("--bundle") && existsSync(BUNDLE)) await import(pathToFileURL(BUNDLE).href);
else {
  await import("#db/quick-drizzle.ts");
  await import("./start.ts");
}

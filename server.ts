import { enableCompileCache } from "node:module";
import "#db/quick-drizzle.ts";

// What a process loads is compiled once a machine, not once a start.
enableCompileCache();
const { openRole } = await import("./roles.ts");
await openRole();

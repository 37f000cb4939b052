import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";

const FOLDER = ".next/roles";
/** Libraries of many small files, or of which we use a part. All others are loaded from `node_modules`. */
const INLINED = /^(?:drizzle-orm|zod|ai|@ai-sdk\/[^/]+)$/;

type Manifest = Record<"dependencies" | "optionalDependencies", Record<string, string>>;

/** Bundles the server's own code. Run after `next build`, which empties `.next`. */
const { dependencies, optionalDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const installed = new Set(Object.keys({ ...dependencies, ...optionalDependencies }));

const build = await rolldown({
  input: "start.ts",
  platform: "node",
  external: (id) => {
    const name = packageOf(id);
    return name !== null && installed.has(name) && !INLINED.test(name);
  },
});
rmSync(FOLDER, { recursive: true, force: true });
const { output } = await build.write({ dir: FOLDER, format: "esm", chunkFileNames: "[name]-[hash].js" });
await build.close();
// Next's own package.json in `.next` says that its files are CommonJS.
writeFileSync(join(FOLDER, "package.json"), '{ "type": "module" }\n');
const bytes = output.reduce((sum, file) => sum + (file.type === "chunk" ? file.code.length : 0), 0);
console.log(`Server bundle: ${output.length} files, ${Math.round(bytes / 1_000)} kB`);

/** @returns null for a file of ours */
function packageOf(id: string): string | null {
  if (/^[./#]/.test(id)) return null;
  return /^(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? null;
}

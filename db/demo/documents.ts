import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DocumentInput } from "#lib/knowledge/schema.ts";

/** What the demo's chatbot knows: the handbook first, for its questions are asked first. */
export const demoFolders: { origin: string; name: string; directory: string }[] = [
  { origin: "demo:handbook", name: "Kestrel handbook", directory: join(process.cwd(), "db/demo/handbook") },
  { origin: "demo:docs", name: "Parley documentation", directory: join(process.cwd(), "docs") },
];

export function readDemoDocuments(directory: string): DocumentInput[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .sort()
    .map((path) => ({ path, mediaType: "text/markdown", text: readFileSync(join(directory, path), "utf8") }));
}

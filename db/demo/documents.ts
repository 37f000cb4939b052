import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DocumentInput } from "#lib/knowledge/schema.ts";

export type DemoFolder = {
  /** Handle of the chatbot that knows it. */
  chatbot: "support" | "parley";
  origin: string;
  name: string;
  directory: string;
};

/** What the demo's chatbots know: the handbook first, for its questions are asked first. */
export const demoFolders: DemoFolder[] = [
  {
    chatbot: "support",
    origin: "demo:handbook",
    name: "Kestrel handbook",
    directory: join(process.cwd(), "db/demo/handbook"),
  },
  {
    chatbot: "parley",
    origin: "demo:docs",
    name: "Parley documentation",
    directory: join(process.cwd(), "docs"),
  },
];

export const handbook = demoFolders[0] as DemoFolder;

export function readDemoDocuments({ directory }: DemoFolder): DocumentInput[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .sort()
    .map((path) => ({ path, mediaType: "text/markdown", text: readFileSync(join(directory, path), "utf8") }));
}

import { parseArgs } from "node:util";

/** `folders` are the test data named on the command line, by what they hold; `parts` are named after the suite. */
export type BenchOptions = {
  json: boolean;
  parts: readonly string[];
  folders: { cisi?: string; manual?: string };
};

const suites: Record<string, () => Promise<{ run(options: BenchOptions): Promise<void> }>> = {
  "chat-direct": () => import("./chat-direct.ts"),
  corpus: () => import("./corpus.ts"),
  hostile: () => import("./hostile.ts"),
  ingest: () => import("./ingest.ts"),
  pairs: () => import("./pairs.ts"),
  queue: () => import("./queue.ts"),
  relevance: () => import("./relevance.ts"),
  resume: () => import("./resume.ts"),
  retrieve: () => import("./retrieve.ts"),
  streams: () => import("./streams.ts"),
  turn: () => import("./turn.ts"),
  "turn-path": () => import("./turn-path.ts"),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean" }, cisi: { type: "string" }, manual: { type: "string" } },
});
const [name = "", ...parts] = positionals;
const load = suites[name];
if (!load) {
  console.error(
    `Usage: npm run bench -- NAME [PART …] [--json] [--cisi FOLDER] [--manual FOLDER]\nNAME is one of: ${Object.keys(suites).join(", ")}`,
  );
  process.exit(2);
}
const { json = false, ...folders } = values;
await (await load()).run({ json, parts, folders });

import { parseArgs } from "node:util";

/** `folders` are test data named on the command line, by content; `parts` follow the suite's name. */
export type BenchOptions = {
  json: boolean;
  parts: readonly string[];
  folders: { cisi?: string; manual?: string };
  /** How much load, by the numbers on the command line. */
  load: { users?: string; rate?: string; minutes?: string; think?: string; embedded?: boolean };
};

const suites: Record<string, () => Promise<{ run(options: BenchOptions): Promise<void> }>> = {
  analytics: () => import("./analytics.ts"),
  "chat-direct": () => import("./chat-direct.ts"),
  corpus: () => import("./corpus.ts"),
  events: () => import("./events.ts"),
  hostile: () => import("./hostile.ts"),
  ingest: () => import("./ingest.ts"),
  load: () => import("./load.ts"),
  pairs: () => import("./pairs.ts"),
  profile: () => import("./profile.ts"),
  queue: () => import("./queue.ts"),
  relevance: () => import("./relevance.ts"),
  resume: () => import("./resume.ts"),
  retrieve: () => import("./retrieve.ts"),
  rooms: () => import("./rooms.ts"),
  scale: () => import("./scale.ts"),
  start: () => import("./start.ts"),
  streams: () => import("./streams.ts"),
  tenants: () => import("./tenants.ts"),
  turn: () => import("./turn.ts"),
  "turn-path": () => import("./turn-path.ts"),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean" },
    cisi: { type: "string" },
    manual: { type: "string" },
    users: { type: "string" },
    rate: { type: "string" },
    minutes: { type: "string" },
    think: { type: "string" },
    embedded: { type: "boolean" },
  },
});
const [name = "", ...parts] = positionals;
const load = suites[name];
if (!load) {
  console.error(
    `Usage: npm run bench -- NAME [PART …] [--json] [--cisi FOLDER] [--manual FOLDER]\n       npm run load -- --users N | --rate N [--minutes N] [--think SECONDS] [--embedded] [--json]\nNAME is one of: ${Object.keys(suites).join(", ")}`,
  );
  process.exit(2);
}
const { json = false, cisi, manual, ...amount } = values;
await (await load()).run({ json, parts, folders: { cisi, manual }, load: amount });

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DocumentInput } from "#lib/knowledge/schema.ts";
import type { BenchOptions } from "./main.ts";
import { readHandbook, readManual } from "./relevance/read-sets.ts";
import { print } from "./table.ts";

const ROUNDS = 3;
/** As many documents at a time as the command line sends. */
const AT_ONCE = 3;
const PAGES = 120;

/**
 * Pages a second from text to searchable, on the embedded database with the local model, compared with
 * embedding the same windows alone; then the same pages unchanged. Both alternate, round by round.
 * `--manual FOLDER`: evenly spaced HTML pages of a folder instead of the demo's handbook.
 */
export async function run({ json, folders }: BenchOptions): Promise<void> {
  const { documents } = folders.manual ? readManual(folders.manual) : readHandbook();
  const sample = spaced(documents, PAGES);
  const directory = mkdtempSync(join(tmpdir(), "parley-bench-"));
  Object.assign(process.env, {
    DATA_DIR: directory,
    LOG_LEVEL: "warn",
    DATABASE_URL: "",
    OPENAI_API_KEY: "",
  });
  try {
    print(await measure(sample), json);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  process.exit(0);
}

async function measure(documents: DocumentInput[]) {
  const { closeStorage } = await import("#db/storage.ts");
  const { makeTenant } = await import("#testing/postgres/tenant.ts");
  const { embedLocally } = await import("#lib/ai/local-embeddings.ts");
  const { prepareDocument } = await import("#lib/knowledge/ingestion/prepare-document.ts");
  const { putDocument } = await import("#lib/knowledge/ingestion/put-document.ts");

  const windows: string[][] = [];
  for (const document of documents) {
    const { chunks } = await prepareDocument(document);
    windows.push(chunks.flatMap((chunk) => chunk.windows));
  }
  await embedLocally(["warm"], "document");
  const rows = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { ctx, sourceId } = await makeTenant("Bench");
    const put = (document: DocumentInput) => putDocument(ctx, { ...document, sourceId });
    const alone = await seconds(() => inParallel(windows, (texts) => embedLocally(texts, "document")));
    const first = await seconds(() => inParallel(documents, put));
    const again = await seconds(() => inParallel(documents, put));
    rows.push({
      round,
      pages: documents.length,
      windows: windows.flat().length,
      "embedding alone, pages/s": (documents.length / alone).toFixed(2),
      "end to end, pages/s": (documents.length / first).toFixed(2),
      "of embedding alone": `${Math.round((100 * alone) / first)} %`,
      "again, s": again.toFixed(2),
      "of the first": `${((100 * again) / first).toFixed(1)} %`,
    });
  }
  await closeStorage();
  return rows;
}

async function inParallel<T>(items: T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

function spaced<T>(items: T[], most: number): T[] {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(most, items.length) }, (_, i) => items[Math.floor(i * step)] as T);
}

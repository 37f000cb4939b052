import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import type { BenchOptions } from "./main.ts";
import { readCisi, readHandbook, readManual } from "./relevance/read-sets.ts";
import { print } from "./table.ts";

const CISI = "../shared/data/cisi";

/**
 * Relevance of search and honesty of declining: full text, vectors, hybrid, and an independent BM25, in one
 * run on Postgres, over the handbook, CISI (`--cisi FOLDER`) and the PostgreSQL manual (`--manual FOLDER`
 * of its HTML pages) when given. Every other question was used for tuning; the rest is held out.
 */
export async function run({ json, folders }: BenchOptions): Promise<void> {
  const cisi = folders.cisi ?? (existsSync(CISI) ? CISI : null);
  const sets = [readHandbook()];
  if (cisi) sets.push(readCisi(cisi));
  if (folders.manual) sets.push(readManual(folders.manual));
  const services = await startServices();
  const directory = mkdtempSync(join(tmpdir(), "parley-bench-"));
  try {
    Object.assign(process.env, await appLogin(services.databaseUrl), {
      DATA_DIR: directory,
      LOG_LEVEL: "warn",
    });
    const { measure } = await import("./relevance/measure.ts");
    const { search, answers, dialogues, latency } = await measure(sets);
    for (const rows of [search, answers, dialogues, latency]) {
      print(rows, json);
      if (!json) process.stdout.write("\n");
    }
  } finally {
    await services.stop();
    rmSync(directory, { recursive: true, force: true });
  }
  process.exit(0);
}

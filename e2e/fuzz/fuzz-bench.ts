import { rmSync } from "node:fs";
import { print } from "#bench/table.ts";
import { startApp } from "#e2e/fixtures/app-server.ts";
import { fuzzApp } from "./fuzz-app.ts";

const SHOWN = 20;

/** Fuzzes our own server and `next start` alike. @returns whether nothing was found */
export async function runFuzzBench({ count, seed, json }: FuzzOptions): Promise<boolean> {
  // Only our own server seeds the demo.
  const seeder = await startApp({ mode: "server" });
  await seeder.stop("keep");
  let isWhole = true;
  for (const mode of ["server", "next-start"] as const) {
    const report = await fuzzApp({ mode, from: seeder.dataDir, count, seed });
    const { before, after } = report.megabytes;
    isWhole &&= report.faults.length === 0 && report.rawLines.length === 0 && after <= before * 1.2;
    if (json) {
      process.stdout.write(`${JSON.stringify(report)}\n`);
      continue;
    }
    const { faults, rawLines, statuses, megabytes, ...run } = report;
    print([{ ...run, ...statuses, ...megabytes, "raw lines": rawLines.length }], false);
    print(faults, false);
    for (const line of rawLines.slice(0, SHOWN)) process.stderr.write(`${line.slice(0, 300)}\n`);
  }
  rmSync(seeder.dataDir, { recursive: true, force: true });
  return isWhole;
}

export type FuzzOptions = { count: number; seed: number; json: boolean };

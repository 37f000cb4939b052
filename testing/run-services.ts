import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import os from "node:os";
import path from "node:path";
import { type Services, startServices } from "./postgres/services.ts";

const KILL_AFTER_MS = 10_000;
/** Two lanes side by side, each with a Postgres and a Redis of its own; a lane runs its files in turn. */
const LANES = [[".services.test.ts"], [".integration.test.ts"]];

const filters = process.argv.slice(2);
const hasServersGiven = Boolean(process.env.TEST_DATABASE_URL || process.env.TEST_REDIS_URL);
const lanes = filters.length > 0 ? [filters] : hasServersGiven ? [[]] : LANES;

/** Runs the files of a lane. All lanes but the first print when they have ended. */
async function run(lane: string[], services: Services, isFirst: boolean): Promise<number> {
  const child = spawn(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--project", "services", ...lane],
    {
      cwd: path.resolve(import.meta.dirname, ".."),
      env: { ...process.env, TEST_DATABASE_URL: services.databaseUrl, TEST_REDIS_URL: services.redisUrl },
      stdio: isFirst ? "inherit" : ["inherit", "pipe", "pipe"],
    },
  );
  forwardSignals(child);
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data: Buffer) => {
      printed.push(data);
    });
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  process.stdout.write(Buffer.concat(printed));
  return code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]);
}

function forwardSignals(child: ChildProcess): void {
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(name, () => {
      child.kill(name);
      const killTimer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
      child.once("close", () => clearTimeout(killTimer));
    });
}

const started: Services[] = [];
try {
  // One after another: the first may have to install what the others use.
  for (const _ of lanes) started.push(await startServices());
  const codes = await Promise.all(lanes.map((lane, at) => run(lane, started[at] as Services, at === 0)));
  process.exitCode = codes.find((code) => code !== 0) ?? 0;
} finally {
  await Promise.all(started.map((services) => services.stop()));
}

import { spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { startServices } from "./postgres/services.ts";

const KILL_AFTER_MS = 10_000;

const services = await startServices();
try {
  const child = spawn(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--project", "services", ...process.argv.slice(2)],
    {
      cwd: path.resolve(import.meta.dirname, ".."),
      env: {
        ...process.env,
        TEST_DATABASE_URL: services.databaseUrl,
        TEST_REDIS_URL: services.redisUrl,
      },
      stdio: "inherit",
    },
  );
  let killTimer: NodeJS.Timeout | undefined;
  const forward = (signal: NodeJS.Signals) => {
    child.kill(signal);
    killTimer ??= setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, forward);
  }
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]));
    });
  });
  clearTimeout(killTimer);
} finally {
  await services.stop();
}

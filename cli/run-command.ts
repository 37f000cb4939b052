import { resolve } from "node:path";
import pino from "pino";
import { loadEnvFiles } from "#lib/core/load-env-files.ts";
import { singleton } from "#lib/core/singleton.ts";
import { errorSentence } from "./error-sentence.ts";
import { usage } from "./usage.ts";
import { UsageError } from "./usage-error.ts";

/** The caller's directory: npm runs scripts in the package's folder, wherever it was called. */
const start = process.env.npm_lifecycle_event === "parley" ? process.env.INIT_CWD : undefined;
export const startDirectory = start ?? process.cwd();

/**
 * Runs a command to its exit code: 1 when it failed, with a sentence on stderr; 2 on a usage error. The
 * code's own file paths are relative to the repository. Standard output is for the answer, so logs go to
 * stderr.
 */
export async function runCommand(command: () => Promise<number>): Promise<never> {
  loadEnvFiles(process.cwd());
  process.chdir(resolve(import.meta.dirname, ".."));
  singleton("log", () =>
    pino({ level: "warn", base: { service: "parley" } }, pino.destination({ dest: 2, sync: true })),
  );
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  const code = await command().catch(report);
  await new Promise((written) => process.stdout.write("", written));
  process.exit(code);
}

function report(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`${usage}\n${error.message}\n`);
    return 2;
  }
  process.stderr.write(`${errorSentence(error, true)}\n`);
  return 1;
}

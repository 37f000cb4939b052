import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";

const ROOT = resolve(import.meta.dirname, "..");

/** A folder that looks like this checkout but has its own `.env` files and its own data directory. */
export type EnvCheckout = {
  dataDirectory: string;
  /** Starts a program of the checkout with an environment of nothing but PATH, HOME and `extra`. */
  start(args: string[], extra?: Record<string, string>): ChildProcess;
  /** Runs a program to its end. */
  run(args: string[], extra?: Record<string, string>): Promise<{ code: number; output: string }>;
  remove(): void;
};

export function createEnvCheckout(envFiles: Record<string, Record<string, string>>): EnvCheckout {
  const directory = mkdtempSync(join(tmpdir(), "parley-env-"));
  for (const name of readdirSync(ROOT))
    if (!name.startsWith(".env") && name !== ".data" && name !== ".git")
      symlinkSync(join(ROOT, name), join(directory, name));
  const dataDirectory = join(directory, "data");
  mkdirSync(dataDirectory);
  for (const [file, variables] of Object.entries(envFiles)) {
    const lines = Object.entries({ DATA_DIR: dataDirectory, ...variables });
    writeFileSync(join(directory, file), lines.map(([name, value]) => `${name}=${value}\n`).join(""));
  }
  const start = (args: string[], extra: Record<string, string> = {}) => {
    const { PATH, HOME } = process.env;
    // Without NODE_ENV, which Next's types ask of every environment.
    const env = { PATH, HOME, NEXT_TELEMETRY_DISABLED: "1", ...extra } as unknown as NodeJS.ProcessEnv;
    return spawn(process.execPath, args, { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
  };
  return {
    dataDirectory,
    start,
    async run(args, extra) {
      const child = start(args, extra);
      const [out, errors, [code]] = await Promise.all([
        text(child.stdout as NonNullable<typeof child.stdout>),
        text(child.stderr as NonNullable<typeof child.stderr>),
        once(child, "exit"),
      ]);
      return { code: code as number, output: out + errors };
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

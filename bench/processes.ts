import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { strongSecrets } from "#testing/strong-secrets.ts";

/** The process under test has core 0 to itself; everything else runs where the bench was started. */
const PINNED = process.platform === "linux" ? ["taskset", "-c", "0"] : [];

/** `upMs`: from its start until it answered for the first time. */
export type Running = { url: string; pid: number; upMs: number; stop(): Promise<void> };
const START_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 10;

export type RunningParley = Running & { apiKey: string };

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

/** What all processes of an instance must have alike. */
const SECRETS = strongSecrets();

const NATIVE_CONFIG = "--experimental-next-config-strip-types";

/** Runs a script of this repository with an instance's settings. @returns the last line it printed */
export async function runScript(file: string, settings: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [file], {
    stdio: ["ignore", "pipe", "inherit"],
    env: environment({ LOG_LEVEL: "warn", ...SECRETS, ...settings }),
  });
  const [printed] = await Promise.all([text(child.stdout), finished(child)]);
  return printed.trim().split("\n").at(-1) ?? "";
}

/** Builds an app of Next that is not built yet. */
export async function buildOnce(directory: string): Promise<void> {
  if (existsSync(join(directory, ".next/BUILD_ID"))) return;
  const options = { stdio: "ignore", env: environment({}) } as const;
  const build = ["node_modules/next/dist/bin/next", "build", NATIVE_CONFIG, directory];
  await finished(spawn(process.execPath, build, options));
  if (directory === ".") await finished(spawn(process.execPath, ["scripts/bundle-server.ts"], options));
}

async function finished(child: ChildProcess): Promise<void> {
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${child.spawnargs.slice(1).join(" ")} ended with ${code}.`);
}

function environment(extra: Record<string, string>): NodeJS.ProcessEnv {
  const { OPENAI_API_KEY: _key, DATABASE_URL: _url, ...rest } = process.env;
  return { ...rest, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...extra };
}

/** The bare Next route. */
export async function startFloor(modelUrl: string): Promise<Running> {
  const port = await freePort();
  const args = [
    "node_modules/next/dist/bin/next",
    "start",
    "bench/floor",
    "-H",
    "127.0.0.1",
    "-p",
    String(port),
  ];
  return start(args, port, "/", { OPENAI_BASE_URL: modelUrl });
}

/**
 * Starts Parley in production mode with the demo in a new data directory. `pinned`: to one core. Without
 * `worker` it is `next start`, and nothing works on the queue.
 */
export async function startParley(
  modelUrl: string,
  extra: Record<string, string>,
  { pinned = true, worker = true } = {},
): Promise<RunningParley> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), "parley-bench-"));
  const settings = {
    HOST: "127.0.0.1",
    PORT: String(port),
    DATA_DIR: directory,
    SEED_DEMO: "1",
    LOG_LEVEL: "warn",
    // One address asks for everybody, faster than people do.
    RATE_LIMIT_SCALE: "1000",
    ...SECRETS,
    OPENAI_BASE_URL: modelUrl,
    ...extra,
  };
  const next = [
    "node_modules/next/dist/bin/next",
    "start",
    NATIVE_CONFIG,
    "-H",
    "127.0.0.1",
    "-p",
    String(port),
  ];
  if (!worker) {
    await finished(
      spawn(process.execPath, ["scripts/seed.ts"], { stdio: "ignore", env: environment(settings) }),
    );
  }
  const running = await start(
    worker ? ["server.ts", "--bundle"] : next,
    port,
    "/api/health",
    settings,
    pinned,
  );
  const apiKey = await keyOfDemo(join(directory, "demo.json"));
  return {
    ...running,
    apiKey,
    async stop() {
      await running.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A process of Parley in whatever role the settings name. */
export async function startRole(settings: Record<string, string>, { pinned = true } = {}): Promise<Running> {
  const port = await freePort();
  const own = {
    HOST: "127.0.0.1",
    PORT: String(port),
    LOG_LEVEL: "warn",
    RATE_LIMIT_SCALE: "1000",
    ...SECRETS,
  };
  return start(["server.ts", "--bundle"], port, "/api/health", { ...own, ...settings }, pinned);
}

/** The demo is made once the server answers. */
export async function keyOfDemo(file: string): Promise<string> {
  for (let tries = 0; tries < 240 && !existsSync(file); tries += 1) await sleep(250);
  return (JSON.parse(readFileSync(file, "utf8")) as { apiKey: string }).apiKey;
}

/** Starts a script of Node's, and waits until it answers at a path. */
export async function start(
  args: string[],
  port: number,
  path: string,
  extra: Record<string, string>,
  pinned = true,
): Promise<Running> {
  const began = performance.now();
  const [command = "", ...rest] = [...(pinned ? PINNED : []), process.execPath, ...args];
  const child = spawn(command, rest, { stdio: ["ignore", "ignore", "inherit"], env: environment(extra) });
  const url = `http://127.0.0.1:${port}`;
  while (performance.now() - began < START_WITHIN_MS) {
    if (child.exitCode !== null) throw new Error(`${args[0]} ended with ${child.exitCode}.`);
    const answer = await fetch(url + path).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) break;
    await sleep(LOOK_EVERY_MS);
  }
  return {
    url,
    pid: child.pid ?? 0,
    upMs: performance.now() - began,
    async stop() {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
  };
}

import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, mkdir, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  timeoutMs?: number;
}

const KILL_AFTER_MS = 5_000;

const searchPath = [
  ...(process.env.PATH ?? "").split(path.delimiter),
  "/usr/local/sbin",
  "/usr/sbin",
  "/sbin",
  "/usr/bin",
  "/bin",
].filter((directory) => directory !== "");

/** The environment with the system's sbin folders on PATH. */
export function systemEnv(extra: Record<string, string | undefined> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...extra, PATH: searchPath.join(path.delimiter) };
}

/** Prints one line about something slow, on stderr. */
export function progress(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** The folder that test tools may keep between runs. */
export async function testCache(): Promise<string> {
  const configured = process.env.PARLEY_TEST_CACHE;
  const directory =
    configured === undefined || configured === ""
      ? path.join(os.homedir(), ".cache", "parley")
      : path.resolve(configured);
  await mkdir(directory, { recursive: true });
  return directory;
}

/** Whether this process may execute the file. */
export async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The absolute path of a command, looked up on PATH and in the system's sbin folders. */
export async function findCommand(name: string): Promise<string | undefined> {
  for (const directory of searchPath) {
    const file = path.join(directory, name);
    if (await isExecutable(file)) {
      return file;
    }
  }
  return undefined;
}

/**
 * Runs a command in a process group of its own and returns its standard output. The whole group is
 * ended when the signal is aborted or the time is up.
 */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const { signal, timeoutMs } = options;
  const [command = "", ...args] = argv;
  return new Promise<string>((resolve, reject) => {
    if (signal?.aborted) {
      reject(new Error("interrupted"));
      return;
    }
    const child = spawn(command, args, {
      cwd: "/",
      detached: true,
      env: options.env ?? systemEnv(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    let ended: string | undefined;
    let forceTimer: NodeJS.Timeout | undefined;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });

    const killGroup = (name: NodeJS.Signals) => {
      if (child.pid !== undefined) {
        try {
          process.kill(-child.pid, name);
        } catch {
          child.kill(name);
        }
      }
    };
    const end = (reason: string) => {
      ended ??= reason;
      killGroup("SIGTERM");
      forceTimer ??= setTimeout(() => killGroup("SIGKILL"), KILL_AFTER_MS);
    };
    const onAbort = () => end("interrupted");
    const onExit = () => killGroup("SIGTERM");
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => end(`not done after ${timeoutMs / 1000} s`), timeoutMs);
    signal?.addEventListener("abort", onAbort, { once: true });
    process.once("exit", onExit);
    const settle = () => {
      clearTimeout(timer);
      clearTimeout(forceTimer);
      signal?.removeEventListener("abort", onAbort);
      process.removeListener("exit", onExit);
    };

    child.once("error", (error) => {
      settle();
      reject(error);
    });
    child.once("close", (code, killedBy) => {
      settle();
      if (code === 0 && ended === undefined) {
        resolve(stdout);
        return;
      }
      const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => line.trim() !== "");
      const reason = ended ?? (code === null ? `ended by ${killedBy}` : `exit code ${code}`);
      reject(new Error([`${path.basename(command)}: ${reason}`, ...lines.slice(-5)].join("\n")));
    });
  });
}

async function osRelease(): Promise<Map<string, string>> {
  const fields = new Map<string, string>();
  const text = await readFile("/etc/os-release", "utf8").catch(() => "");
  for (const line of text.split("\n")) {
    const [key, value] = line.split("=", 2);
    if (key !== undefined && value !== undefined) {
      fields.set(key, value.replaceAll('"', ""));
    }
  }
  return fields;
}

/** Whether packages can be installed here with apt-get: on Debian, as root. */
export async function isDebianRoot(): Promise<boolean> {
  return process.getuid?.() === 0 && (await osRelease()).get("ID") === "debian";
}

/** Installs Debian packages, without their recommendations and without starting any service. */
export async function aptInstall(packages: readonly string[], signal?: AbortSignal): Promise<void> {
  const lock = path.join(await testCache(), "apt.lock");
  const script = [
    "apt-get update -qq || true",
    'exec apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"',
  ].join("\n");
  await run(["flock", lock, "sh", "-c", script, "sh", ...packages], {
    env: systemEnv({ DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" }),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function resolveMirrorList(uri: string): Promise<string | undefined> {
  if (!uri.startsWith("mirror+file:")) {
    return uri;
  }
  const file = uri
    .slice("mirror+file:".length)
    .replace(/^\/\/(?=\/)/, "")
    .replace(/\/$/, "");
  const text = await readFile(file, "utf8").catch(() => "");
  return text
    .split("\n")
    .map((line) => line.trim().split(/\s/, 1)[0] ?? "")
    .find((entry) => entry !== "" && !entry.startsWith("#"));
}

/** The Debian mirror that apt is configured with, if any. */
export async function debianMirror(): Promise<string | undefined> {
  const codename = (await osRelease()).get("VERSION_CODENAME") ?? "";
  const releases = new Set([codename, "oldstable", "stable", "testing", "unstable", "sid"]);
  const targets = await run([
    "apt-get",
    "indextargets",
    "--format",
    "$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)",
    "Identifier: Packages",
  ]);
  let unverified: string | undefined;
  for (const line of targets.split("\n")) {
    const [uri = "", release = "", component, origin = ""] = line.split("|");
    if (uri === "" || component !== "main" || !releases.has(release)) {
      continue;
    }
    const mirror = await resolveMirrorList(uri);
    if (origin === "Debian") {
      return mirror;
    }
    if (origin === "" && mirror !== undefined && /\/debian\/?$/.test(mirror)) {
      unverified ??= mirror;
    }
  }
  return unverified;
}

/** The proxy variables that make a plain download go the way apt's own downloads go. */
export async function aptProxyEnv(mirror: string | undefined): Promise<Record<string, string | undefined>> {
  const settings = new Map<string, string>();
  for (const line of (await run(["apt-config", "dump", "--format", "%f %v%n"])).split("\n")) {
    const space = line.indexOf(" ");
    if (space > 0) {
      settings.set(line.slice(0, space).toLowerCase(), line.slice(space + 1).trim());
    }
  }
  const host = mirror !== undefined && URL.canParse(mirror) ? new URL(mirror).hostname : "";
  const env: Record<string, string | undefined> = {};
  for (const scheme of ["http", "https"]) {
    const key = `acquire::${scheme}::proxy`;
    const proxy = settings.get(`${key}::${host}`) || settings.get(key) || "";
    if (proxy === "DIRECT") {
      env.no_proxy = host;
    } else if (proxy !== "" && proxy !== "false") {
      env[`${scheme}_proxy`] = proxy;
    }
  }
  return env;
}

import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { setPriority } from "node:os";
import { log } from "./log.ts";

/**
 * Resident memory is checked every `MEMORY_CHECK_MS`. The heap limit is half of it, so that it is hit first.
 */
export type ChildLimits = { timeMs: number; memoryBytes: number };

/** `crashed`: what the process wrote to its error output before it ended without a reply. */
export type ChildEnd<R> =
  | { end: "reply"; reply: R }
  | { end: "too slow" }
  | { end: "too large" }
  | { end: "crashed"; errorOutput: string };

const MEMORY_CHECK_MS = 50;
/** From -20 (highest) to 19. */
const PRIORITY = 10;

/**
 * Sends a request to a new process and returns its one reply. The process has no secrets in its environment
 * and no permission to write or spawn, and is killed when it exceeds the time or memory limit.
 * @param program absolute path of the process's file
 * @param hasAddons whether it may load native code, which can bypass the permissions
 */
export function runInChild<R>(
  program: string,
  request: unknown,
  { timeMs, memoryBytes }: ChildLimits,
  { hasAddons = false } = {},
): Promise<ChildEnd<R>> {
  const child = fork(/* turbopackIgnore: true */ program, [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { NODE_ENV: "production" },
    execArgv: [
      "--permission",
      "--allow-fs-read=*",
      ...(hasAddons ? ["--allow-addons"] : []),
      "--disable-warning=ExperimentalWarning",
      `--max-old-space-size=${Math.round(memoryBytes / 2_000_000)}`,
    ],
  });
  yieldToOthers(child);
  return new Promise((resolve, reject) => {
    let errorOutput = "";
    child.stderr?.on("data", (part) => {
      errorOutput = (errorOutput + part).slice(-2_000);
    });
    const end = (how: ChildEnd<R>) => {
      clearTimeout(timer);
      clearInterval(memoryCheck);
      child.kill("SIGKILL");
      resolve(how);
    };
    const timer = setTimeout(() => end({ end: "too slow" }), timeMs);
    const memoryCheck = setInterval(() => {
      if (residentBytes(child) > memoryBytes) end({ end: "too large" });
    }, MEMORY_CHECK_MS);
    child.once("message", (reply) => end({ end: "reply", reply: reply as R }));
    child.once("error", reject);
    child.once("exit", () =>
      end(/heap out of memory/.test(errorOutput) ? { end: "too large" } : { end: "crashed", errorOutput }),
    );
    child.send(request as object);
  });
}

/** Conversations take priority when the machine is short of CPU. */
function yieldToOthers({ pid }: ChildProcess): void {
  try {
    if (pid) setPriority(pid, PRIORITY);
  } catch (error) {
    log().debug({ error: String(error) }, "lowering the priority of a child process failed");
  }
}

/** Linux only; elsewhere the heap limit must suffice. */
function residentBytes({ pid }: ChildProcess): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
    return pages * 4_096;
  } catch {
    return 0;
  }
}

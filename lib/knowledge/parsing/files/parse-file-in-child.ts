import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import { ParleyError } from "#lib/core/errors.ts";
import { log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import type { FileType } from "../../schema.ts";
import type { ParsedDocument } from "../parse-document.ts";
import { LOOK_EVERY_MS, PARSE_LIMITS, PARSED_AT_ONCE, type ParseLimits, PRIORITY } from "./limits.ts";

export type ParseRequest = { type: FileType; path: string; bytes: Uint8Array };
export type ParseReply = { document: ParsedDocument } | { refused: string } | { failed: string };

const PROGRAM = join(process.cwd(), "lib/knowledge/parsing/files/parse-file-process.ts");

/**
 * Parses a file in a child process that has no secrets in its environment, may write nothing and start nothing, and is
 * killed when it takes too long or too much memory.
 * @throws ParleyError invalid with the reason
 */
export async function parseFileInChild(
  request: ParseRequest,
  limits = PARSE_LIMITS,
): Promise<ParsedDocument> {
  const places = singleton("knowledge.parsers", () => ({
    free: PARSED_AT_ONCE,
    waiting: [] as (() => void)[],
  }));
  if (places.free === 0) await new Promise<void>((resolve) => places.waiting.push(resolve));
  else places.free -= 1;
  try {
    const reply = await run(request, limits);
    if ("document" in reply) return reply.document;
    if ("refused" in reply) throw new ParleyError("invalid", reply.refused);
    log().warn({ path: request.path, type: request.type, error: reply.failed }, "document parser failed");
    throw new ParleyError(
      "invalid",
      "This file could not be read. It may be damaged. Save it again and re-upload it.",
    );
  } finally {
    const next = places.waiting.shift();
    if (next) next();
    else places.free += 1;
  }
}

function run(request: ParseRequest, { timeMs, memoryBytes }: ParseLimits): Promise<ParseReply> {
  const child = fork(/* turbopackIgnore: true */ PROGRAM, [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { NODE_ENV: "production" },
    execArgv: [
      "--permission",
      "--allow-fs-read=*",
      "--disable-warning=ExperimentalWarning",
      `--max-old-space-size=${Math.round(memoryBytes / 2_000_000)}`,
    ],
  });
  yieldToOthers(child);
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (part) => {
      said = (said + part).slice(-2_000);
    });
    const end = (reply: ParseReply) => {
      clearTimeout(timer);
      clearInterval(watch);
      child.kill("SIGKILL");
      resolve(reply);
    };
    const timer = setTimeout(
      () => end({ refused: "This file takes too long to process. Split it into smaller files." }),
      timeMs,
    );
    const watch = setInterval(() => {
      if (residentBytes(child) > memoryBytes) end({ refused: TOO_MUCH_MEMORY });
    }, LOOK_EVERY_MS);
    child.once("message", (reply) => end(reply as ParseReply));
    child.once("error", reject);
    child.once("exit", () =>
      end(/heap out of memory/.test(said) ? { refused: TOO_MUCH_MEMORY } : { failed: said }),
    );
    child.send(request);
  });
}

const TOO_MUCH_MEMORY = "This file takes too much memory to process. Split it into smaller files.";

/** Conversations come first where the machine is short of processors. */
function yieldToOthers({ pid }: ChildProcess): void {
  try {
    if (pid) setPriority(pid, PRIORITY);
  } catch (error) {
    log().debug({ error: String(error) }, "document parser kept its priority");
  }
}

/** Where the system tells (Linux); elsewhere the limit on the heap must do. */
function residentBytes({ pid }: ChildProcess): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
    return pages * 4_096;
  } catch {
    return 0;
  }
}

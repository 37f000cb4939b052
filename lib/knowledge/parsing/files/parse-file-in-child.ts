import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import { ParleyError } from "#lib/core/errors.ts";
import { log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import type { FileType } from "../../media-types.ts";
import type { ParsedDocument } from "../parse-document.ts";
import { MAX_PARSERS, MEMORY_CHECK_MS, PARSE_LIMITS, PARSER_PRIORITY, type ParseLimits } from "./limits.ts";

export type ParseRequest = { type: FileType; path: string; bytes: Uint8Array };
export type ParseReply = { document: ParsedDocument } | { refused: string } | { failed: string };

const PROGRAM = join(process.cwd(), "lib/knowledge/parsing/files/parse-file-process.ts");

/**
 * Parses a file in a child process without secrets in its environment and without permission to write or
 * spawn. It is killed when it exceeds the time or memory limit. `meter` gets the time that it ran.
 * @throws ParleyError invalid with the reason
 */
export async function parseFileInChild(
  request: ParseRequest,
  limits = PARSE_LIMITS,
  meter = { ms: 0 },
): Promise<ParsedDocument> {
  const slots = singleton("knowledge.parsers", () => ({
    free: MAX_PARSERS,
    waiting: [] as (() => void)[],
  }));
  if (slots.free === 0) await new Promise<void>((resolve) => slots.waiting.push(resolve));
  else slots.free -= 1;
  const started = performance.now();
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
    meter.ms += performance.now() - started;
    const next = slots.waiting.shift();
    if (next) next();
    else slots.free += 1;
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
    let errorOutput = "";
    child.stderr?.on("data", (part) => {
      errorOutput = (errorOutput + part).slice(-2_000);
    });
    const end = (reply: ParseReply) => {
      clearTimeout(timer);
      clearInterval(memoryCheck);
      child.kill("SIGKILL");
      resolve(reply);
    };
    const timer = setTimeout(
      () => end({ refused: "This file takes too long to process. Split it into smaller files." }),
      timeMs,
    );
    const memoryCheck = setInterval(() => {
      if (residentBytes(child) > memoryBytes) end({ refused: TOO_MUCH_MEMORY });
    }, MEMORY_CHECK_MS);
    child.once("message", (reply) => end(reply as ParseReply));
    child.once("error", reject);
    child.once("exit", () =>
      end(/heap out of memory/.test(errorOutput) ? { refused: TOO_MUCH_MEMORY } : { failed: errorOutput }),
    );
    child.send(request);
  });
}

const TOO_MUCH_MEMORY = "This file takes too much memory to process. Split it into smaller files.";

/** Conversations take priority when the machine is short of CPU. */
function yieldToOthers({ pid }: ChildProcess): void {
  try {
    if (pid) setPriority(pid, PARSER_PRIORITY);
  } catch (error) {
    log().debug({ error: String(error) }, "lowering the priority of the document parser failed");
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

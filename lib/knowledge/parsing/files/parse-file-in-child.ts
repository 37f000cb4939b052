import { join } from "node:path";
import { ParleyError } from "#lib/core/errors.ts";
import { log } from "#lib/core/log.ts";
import { runInChild } from "#lib/core/run-in-child.ts";
import { singleton } from "#lib/core/singleton.ts";
import type { FileType } from "../../media-types.ts";
import type { ParsedDocument } from "../parse-document.ts";
import { MAX_PARSERS, PARSE_LIMITS, type ParseLimits } from "./limits.ts";

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

async function run(request: ParseRequest, limits: ParseLimits): Promise<ParseReply> {
  const ended = await runInChild<ParseReply>(PROGRAM, request, limits);
  switch (ended.end) {
    case "reply":
      return ended.reply;
    case "too slow":
      return { refused: "This file takes too long to process. Split it into smaller files." };
    case "too large":
      return { refused: "This file takes too much memory to process. Split it into smaller files." };
    case "crashed":
      return { failed: ended.errorOutput };
    default:
      return ended satisfies never;
  }
}

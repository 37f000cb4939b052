import { join } from "node:path";
import Piscina from "piscina";
import { ParleyError } from "#lib/core/errors.ts";
import { singleton } from "#lib/core/singleton.ts";
import type prepare from "./prepare-document-worker.ts";
import type { DocumentInput } from "./schema.ts";

/** Raised when parsing, chunking or window splitting changes: documents made by another version are made anew. */
export const PREPARATION_VERSION = 1;
const TIME_LIMIT_MS = 60_000;

type Prepared = Extract<ReturnType<typeof prepare>, { document: unknown }>;

function pool(): Piscina {
  return singleton(
    "knowledge.prepare",
    () =>
      new Piscina({
        filename: join(process.cwd(), "lib/knowledge/prepare-document-worker.ts"),
        minThreads: 0,
        maxThreads: 1,
        idleTimeout: 30_000,
        niceIncrement: 10,
        resourceLimits: { maxOldGenerationSizeMb: 512 },
      }),
  );
}

/**
 * Parses a document and cuts it into chunks and windows, off the main thread.
 * @throws ParleyError invalid with the reason, also when it takes over a minute or too much memory.
 */
export async function prepareDocument({ path, mediaType, text }: DocumentInput): Promise<Prepared> {
  const result = await pool()
    .run({ path, mediaType, text } satisfies DocumentInput, { signal: AbortSignal.timeout(TIME_LIMIT_MS) })
    .catch((error: unknown) => {
      const { name, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
      if (name === "AbortError")
        throw new ParleyError("invalid", "This document takes too long to read. Split it.");
      if (name !== "RangeError" && code !== "ERR_WORKER_OUT_OF_MEMORY") throw error;
      throw new ParleyError(
        "invalid",
        "This document could not be read: its structure is too deep or too large.",
      );
    });
  if ("refused" in result) throw new ParleyError("invalid", result.refused);
  return result as Prepared;
}

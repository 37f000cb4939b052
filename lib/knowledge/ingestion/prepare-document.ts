import { join } from "node:path";
import Piscina from "piscina";
import { ParleyError } from "#lib/core/errors.ts";
import { singleton } from "#lib/core/singleton.ts";
import { FILE_MAX_BYTES } from "../media-types.ts";
import { decodeText } from "../parsing/encoding/decode-text.ts";
import { detectFileType, isZip } from "../parsing/files/detect-file-type.ts";
import { PARSE_LIMITS, type ParseLimits } from "../parsing/files/limits.ts";
import { parseFileInChild } from "../parsing/files/parse-file-in-child.ts";
import { openZip } from "../parsing/office/open-zip.ts";
import type { ParsedDocument } from "../parsing/parse-document.ts";
import type { DocumentInput, FileInput } from "../schema.ts";
import type prepareInThread from "./prepare-document-worker.ts";

/** Increase when parsing, chunking or window splitting changes, so that documents are prepared again. */
export const PREPARATION_VERSION = 4;

/** Adds up the time that parsing takes, without the wait for a free parser. */
export type Meter = { ms: number };

type Prepared = Extract<ReturnType<typeof prepareInThread>, { document: unknown }>;

function pool(): Piscina {
  return singleton(
    "knowledge.prepare",
    () =>
      new Piscina({
        filename: join(process.cwd(), "lib/knowledge/ingestion/prepare-document-worker.ts"),
        minThreads: 0,
        maxThreads: 1,
        idleTimeout: 30_000,
        niceIncrement: 10,
        resourceLimits: { maxOldGenerationSizeMb: 512 },
      }),
  );
}

/** Text as given, or a file's text; the file type is detected from its content. */
async function readInput(
  input: DocumentInput | FileInput,
  limits: ParseLimits,
  meter: Meter,
): Promise<DocumentInput | { parsed: ParsedDocument }> {
  const { path } = input;
  if ("text" in input) return { path, mediaType: input.mediaType, text: input.text };
  const { bytes } = input;
  if (bytes.length > FILE_MAX_BYTES) {
    throw new ParleyError(
      "too_large",
      `The file is too large. The limit is ${FILE_MAX_BYTES / 1_000_000} MB.`,
    );
  }
  const entries = isZip(bytes) ? (await openZip(bytes)).names : null;
  const detected = detectFileType(path, bytes, entries);
  switch (detected.kind) {
    case "refused":
      throw new ParleyError("invalid", detected.reason);
    case "file":
      return { parsed: await parseFileInChild({ type: detected.type, path, bytes }, limits, meter) };
    case "text": {
      const decoded = decodeText(bytes, detected.mediaType === "text/html");
      if ("refused" in decoded) throw new ParleyError("invalid", decoded.refused);
      return { path, mediaType: detected.mediaType, text: decoded.text };
    }
  }
}

/**
 * Parses a document and splits it into chunks and windows, off the main thread.
 * @throws ParleyError invalid with the reason, also when it takes over a minute or too much memory
 */
export async function prepareDocument(
  input: DocumentInput | FileInput,
  limits = PARSE_LIMITS,
  meter: Meter = { ms: 0 },
): Promise<Prepared> {
  return prepare(await readInput(input, limits, meter), limits, meter);
}

/** Chunks a stored document again. */
export async function prepareStored(parsed: ParsedDocument): Promise<Prepared> {
  return prepare({ parsed }, PARSE_LIMITS, { ms: 0 });
}

async function prepare(
  input: DocumentInput | { parsed: ParsedDocument },
  limits: ParseLimits,
  meter: Meter,
): Promise<Prepared> {
  const started = performance.now();
  const result = await pool()
    .run(input, { signal: AbortSignal.timeout(limits.timeMs) })
    .catch((error: unknown) => {
      meter.ms += performance.now() - started;
      const { name, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
      if (name === "AbortError")
        throw new ParleyError(
          "invalid",
          "This document takes too long to process. Split it into smaller files.",
        );
      if (name !== "RangeError" && code !== "ERR_WORKER_OUT_OF_MEMORY") throw error;
      throw new ParleyError(
        "invalid",
        "This document could not be read because it is too large or too deeply nested.",
      );
    });
  meter.ms += result.ms;
  if ("refused" in result) throw new ParleyError("invalid", result.refused);
  return result as Prepared;
}

import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract, type Headers } from "tar-stream";
import { ParleyError } from "#lib/core/errors.ts";
import { CONTENT_TYPE } from "./write-archive.ts";

export type ArchiveFile = { name: string; bytes: Buffer; contentType: string };

/** Above the longest row and the largest object, so that a forged size cannot fill the memory. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;

/**
 * Reads the files of an archive one after another.
 * @throws ParleyError invalid for a file that is no archive, or damaged, or cut off
 */
export async function* readArchive(file: string): AsyncGenerator<ArchiveFile> {
  const archive = extract();
  const reading = pipeline(createReadStream(file), createGunzip(), archive);
  reading.catch(() => undefined);
  try {
    for await (const entry of archive) {
      // The types lack the records of an extended header.
      const { name, size = 0, pax } = entry.header as Headers & { pax?: Record<string, string> | null };
      if (size > MAX_FILE_BYTES) throw new ParleyError("invalid", `${file} is damaged.`);
      const pieces: Uint8Array[] = [];
      for await (const piece of entry) pieces.push(piece);
      yield { name, bytes: Buffer.concat(pieces), contentType: pax?.[CONTENT_TYPE] ?? "" };
    }
    // Ends with the checksum of the whole.
    await reading;
  } catch (error) {
    throw explain(error, file);
  } finally {
    archive.destroy();
    await reading.catch(() => undefined);
  }
}

function explain(error: unknown, file: string): unknown {
  if (error instanceof ParleyError || !(error instanceof Error)) return error;
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (["ENOENT", "EACCES", "EISDIR", "ENOTDIR"].includes(code))
    return new ParleyError("invalid", `${file} cannot be read (${code}).`);
  if (message === "incorrect header check")
    return new ParleyError("invalid", `${file} is not a backup of Parley.`);
  if (code === "Z_BUF_ERROR") return new ParleyError("invalid", `${file} is cut off: its end is missing.`);
  if (code.startsWith("Z_") || /tar|Unexpected end|Writable stream closed|Premature/i.test(message))
    return new ParleyError("invalid", `${file} is damaged.`);
  return error;
}

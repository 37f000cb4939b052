import { readFile } from "node:fs/promises";
import {
  DOCUMENT_MAX_BYTES,
  FILE_MAX_BYTES,
  isTextMediaType,
  mediaTypeOf,
} from "#lib/knowledge/media-types.ts";
import { decodeText } from "#lib/knowledge/parsing/encoding/decode-text.ts";
import type { DocumentInput, FileInput } from "#lib/knowledge/schema.ts";
import { type FoundFile, reasonOf } from "./walk-folder.ts";

/** Reads a file as a document, or says in a sentence why not. */
export async function readDocument({
  path,
  file,
  bytes: size,
}: FoundFile): Promise<DocumentInput | FileInput | { refused: string }> {
  const mediaType = mediaTypeOf(path);
  if (!mediaType) return { refused: "This file type is not supported." };
  const isText = isTextMediaType(mediaType);
  const most = isText ? DOCUMENT_MAX_BYTES : FILE_MAX_BYTES;
  const tooLarge = { refused: `The file is too large. The limit is ${most / 1_000_000} MB.` };
  if (size > most) return tooLarge;
  try {
    const bytes = await readFile(file);
    if (!isText) return { path, bytes };
    const decoded = decodeText(bytes, mediaType === "text/html");
    if ("refused" in decoded) return decoded;
    if (Buffer.byteLength(decoded.text) > DOCUMENT_MAX_BYTES) return tooLarge;
    return { path, mediaType, text: decoded.text };
  } catch (error) {
    return { refused: reasonOf(error) };
  }
}

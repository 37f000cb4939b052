import { readFile } from "node:fs/promises";
import { DOCUMENT_MAX_BYTES, type DocumentInput, mediaTypeOf } from "#lib/knowledge/schema.ts";
import { decodeText } from "./decode-text.ts";
import { type FoundFile, reasonOf } from "./walk-folder.ts";

/** Reads a file as a document, or says in a sentence why not. */
export async function readDocument({
  path,
  file,
  bytes,
}: FoundFile): Promise<DocumentInput | { refused: string }> {
  const mediaType = mediaTypeOf(path);
  if (!mediaType) return { refused: "Parley does not read such files." };
  const tooLarge = { refused: `It is larger than ${DOCUMENT_MAX_BYTES / 1_000_000} MB. Split it.` };
  if (bytes > DOCUMENT_MAX_BYTES) return tooLarge;
  try {
    const decoded = decodeText(await readFile(file), mediaType === "text/html");
    if ("refused" in decoded) return decoded;
    if (Buffer.byteLength(decoded.text) > DOCUMENT_MAX_BYTES) return tooLarge;
    return { path, mediaType, text: decoded.text };
  } catch (error) {
    return { refused: reasonOf(error) };
  }
}

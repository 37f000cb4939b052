import { decodeText } from "../../encoding/decode-text.ts";
import { openZip } from "../../office/open-zip.ts";
import { type ParsedDocument, parseDocument } from "../../parse-document.ts";
import { detectFileType, isZip } from "../detect-file-type.ts";
import { parseFile } from "../parse-file.ts";

/** Reads a file as an ingestion does, without the separate process. */
export async function parseBytes(path: string, bytes: Uint8Array): Promise<ParsedDocument> {
  const entries = isZip(bytes) ? (await openZip(bytes)).names : null;
  const detected = detectFileType(path, bytes, entries);
  if (detected.kind === "refused") throw new Error(detected.reason);
  if (detected.kind === "file") return parseFile(detected.type, path, bytes);
  const decoded = decodeText(bytes, detected.mediaType === "text/html");
  if ("refused" in decoded) throw new Error(decoded.refused);
  return parseDocument({ path, mediaType: detected.mediaType, text: decoded.text });
}

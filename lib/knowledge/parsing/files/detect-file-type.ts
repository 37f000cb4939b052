import { type FileType, fileTypes, mediaTypeOf, type TextMediaType } from "../../media-types.ts";

export type Detected =
  | { kind: "text"; mediaType: TextMediaType }
  | { kind: "file"; type: FileType }
  | { kind: "refused"; reason: string };

const OLD_OFFICE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** A PDF may start after some junk (ISO 32000-1, implementation note 13). */
const PDF_REACH = 1_024;

/**
 * Detects a file's type from its content, because names can be wrong. Only text formats, which look alike,
 * are distinguished by name. `entries`: names in the archive, for a zip file.
 */
export function detectFileType(path: string, bytes: Uint8Array, entries: string[] | null): Detected {
  if (bytes.length === 0) return { kind: "refused", reason: "The file is empty." };
  if (Buffer.from(bytes.subarray(0, PDF_REACH)).includes("%PDF-")) return { kind: "file", type: "pdf" };
  if (entries) return detectInZip(entries);
  if (startsWith(bytes, OLD_OFFICE)) {
    return {
      kind: "refused",
      reason:
        "This Office file is password-protected or in an old format. Save it without a password as .docx, .xlsx, or .pptx.",
    };
  }
  const named = mediaTypeOf(path);
  const byName = named && !(named in fileTypes) ? (named as TextMediaType) : null;
  const start = Buffer.from(bytes.subarray(0, PDF_REACH)).toString("latin1").trimStart();
  const isHtml = /^(?:<!doctype html|<html|<\?xml[^>]*>\s*<(?:!doctype html|html))/i.test(start);
  if (isHtml) return { kind: "text", mediaType: "text/html" };
  return { kind: "text", mediaType: byName ?? "text/plain" };
}

export function isZip(bytes: Uint8Array): boolean {
  return startsWith(bytes, ZIP);
}

function detectInZip(entries: string[]): Detected {
  const has = (name: string) => entries.includes(name);
  if (has("word/document.xml")) return { kind: "file", type: "docx" };
  if (has("xl/workbook.xml")) return { kind: "file", type: "xlsx" };
  if (has("ppt/presentation.xml")) return { kind: "file", type: "pptx" };
  return {
    kind: "refused",
    reason: "This archive is not a supported document. Supported: .docx, .xlsx, and .pptx.",
  };
}

function startsWith(bytes: Uint8Array, signature: number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}

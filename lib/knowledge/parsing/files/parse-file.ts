import { ParleyError } from "#lib/core/errors.ts";
import type { FileType } from "../../media-types.ts";
import { type HiddenText, limitHidden } from "../hidden-text.ts";
import { oneLine } from "../normalize-text.ts";
import { readDocx } from "../office/docx/read-docx.ts";
import { openZip } from "../office/open-zip.ts";
import { readPptx } from "../office/pptx/read-pptx.ts";
import { readXlsx } from "../office/read-xlsx.ts";
import type { Pages } from "../pages.ts";
import { MAX_TITLE_LENGTH, type ParsedDocument, titleFromPath } from "../parse-document.ts";
import { readPdf } from "../pdf/read-pdf.ts";
import { sumUnread, type UnreadPart } from "../unread-part.ts";

/**
 * Converts a file that is not text to Markdown. Runs in a separate process because it parses untrusted input.
 * @throws ParleyError invalid with a reason for people
 */
export async function parseFile(type: FileType, path: string, bytes: Uint8Array): Promise<ParsedDocument> {
  const { title, content, pages, hidden, unread } = await read(type, bytes);
  if (!/[\p{L}\p{N}]/u.test(content)) throw new ParleyError("invalid", "The document has no readable text.");
  return {
    title: oneLine(title ?? "", MAX_TITLE_LENGTH) || titleFromPath(path),
    format: "markdown",
    content,
    ...(pages ? { pages } : {}),
    hidden: limitHidden(hidden),
    ...(unread.length > 0 ? { unread: sumUnread(unread) } : {}),
  };
}

async function read(
  type: FileType,
  bytes: Uint8Array,
): Promise<{ title?: string; content: string; pages?: Pages; hidden: HiddenText[]; unread: UnreadPart[] }> {
  if (type === "pdf") return readPdf(bytes);
  const zip = await openZip(bytes);
  await zip.check();
  switch (type) {
    case "docx":
      return readDocx(zip);
    case "xlsx":
      return readXlsx(zip);
    case "pptx":
      return readPptx(zip);
    default:
      return type satisfies never;
  }
}

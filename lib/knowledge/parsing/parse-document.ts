import { ParleyError } from "#lib/core/errors.ts";
import { findInvisibleCharacters } from "./find-invisible-characters.ts";
import { type HiddenText, limitHidden } from "./hidden-text.ts";
import { parseHtml } from "./html/parse-html.ts";
import { parseMarkdown } from "./markdown/parse-markdown.ts";
import { normalizeText, oneLine } from "./normalize-text.ts";
import type { Pages } from "./pages.ts";
import { parseCsv } from "./tables/parse-csv.ts";
import { parseJson } from "./tables/parse-json.ts";
import { parseText } from "./text/parse-text.ts";
import { sumUnread, type UnreadPart } from "./unread-part.ts";

type DocumentFormat = "markdown" | "text";
export type DocumentText = { title: string; format: DocumentFormat; content: string };
/**
 * `hidden`: text a reader does not see, not part of `content`, at most five entries per kind. `unread`: what
 * readers see and `content` lacks.
 */
export type ParsedDocument = DocumentText & { pages?: Pages; hidden: HiddenText[]; unread?: UnreadPart[] };

export const MAX_TITLE_LENGTH = 200;
const MAX_CONTROL_SHARE = 0.1;

/**
 * Converts a text file to the stored text: HTML, tables and JSON as Markdown; Markdown and plain text as they
 * are; without invisible characters. `mediaType`: one of `textMediaTypes`, parameters allowed. `path` is the
 * fallback title.
 * @throws ParleyError invalid (binary, empty, or a page nested too deeply), unsupported_type
 */
export function parseDocument(input: { path: string; mediaType: string; text: string }): ParsedDocument {
  assertText(input.text);
  const { title, format, content, hidden, unread = [] } = parseByType(input.mediaType, input.text);
  if (!/[\p{L}\p{N}]/u.test(content)) {
    throw new ParleyError("invalid", "The document has no readable text.");
  }
  return {
    title: oneLine(title ?? "", MAX_TITLE_LENGTH) || titleFromPath(input.path),
    format,
    content,
    hidden: limitHidden(hidden),
    ...(unread.length > 0 ? { unread: sumUnread(unread) } : {}),
  };
}

function parseByType(
  mediaType: string,
  text: string,
): { title?: string; format: DocumentFormat; content: string; hidden: HiddenText[]; unread?: UnreadPart[] } {
  switch (mediaType.split(";")[0]?.trim().toLowerCase()) {
    case "text/markdown":
      return { format: "markdown", ...parseMarkdown(text) };
    case "text/html":
      return { format: "markdown", ...parseHtml(text) };
    case "text/plain":
      return { format: "text", ...parseText(text), hidden: findInvisibleCharacters(text) };
    case "text/csv":
      return { format: "markdown", ...parseCsv(text), hidden: findInvisibleCharacters(text) };
    case "application/json":
      return parseJson(text);
    default:
      throw new ParleyError("unsupported_type", "This file type isn't supported.");
  }
}

function assertText(text: string): void {
  if (text.includes("\0")) throw new ParleyError("invalid", "The file contains binary data, not text.");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: counting them is the purpose
  const controls = text.match(/[\u0001-\u0008\u000b\u000e-\u001f\u007f-\u009f\ufffd]/g)?.length ?? 0;
  if (controls > text.length * MAX_CONTROL_SHARE) {
    throw new ParleyError("invalid", "The file contains too many control characters to be text.");
  }
}

export function titleFromPath(path: string): string {
  const names = path.split(/[?#]/)[0]?.split(/[/\\]/).filter(Boolean).map(fileTitle) ?? [];
  const named = names.filter((name) => !/^(?:index|readme)?$/i.test(name));
  return oneLine(normalizeText(named.at(-1) ?? names.at(-1) ?? ""), MAX_TITLE_LENGTH) || "Untitled";
}

function fileTitle(name: string): string {
  return name.replace(/\.[a-z\d]{1,8}$/i, "").replace(/[-_]+/g, " ");
}

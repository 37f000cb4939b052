import { getDocumentProxy, getMeta } from "unpdf";
import { ParleyError } from "#lib/core/errors.ts";
import { MAX_PAGES } from "../files/limits.ts";
import { findInvisibleCharacters } from "../find-invisible-characters.ts";
import { type HiddenText, hiddenText } from "../hidden-text.ts";
import { isJunkTitle } from "../is-junk-title.ts";
import { plainText } from "../markdown/plain-text.ts";
import { normalizeText } from "../normalize-text.ts";
import { joinPages, type Pages } from "../pages.ts";
import { makeWordJoiner, type WordJoiner } from "../text/join-words.ts";
import type { UnreadPart } from "../unread-part.ts";
import { bodySize, headingSizes, type Line, readLines, textOfLine, writePage } from "./layout-page.ts";
import { orderColumns } from "./order-columns.ts";
import { readPdfPages } from "./read-pdf-pages.ts";
import { removeRunningLines } from "./remove-running-lines.ts";

/**
 * Converts a PDF to Markdown, page by page.
 * @throws ParleyError invalid when it is encrypted, damaged or has no text
 */
export async function readPdf(
  bytes: Uint8Array,
): Promise<{ title?: string; content: string; pages: Pages; hidden: HiddenText[]; unread: UnreadPart[] }> {
  // pdf.js rejects a Buffer, which is what arrives from another process. Images are not decoded, glyphs not
  // drawn.
  const options = { maxImageSize: 0, disableFontFace: false, verbosity: 0 };
  const pdf = await getDocumentProxy(new Uint8Array(bytes), options).catch((error: unknown) => {
    const isLocked = error instanceof Error && error.name === "PasswordException";
    throw new ParleyError(
      "invalid",
      isLocked
        ? "This PDF is password-protected. Save it without a password and re-upload it."
        : "This PDF is damaged and can't be opened. Export it again and re-upload it.",
    );
  });
  if (pdf.numPages > MAX_PAGES) {
    throw new ParleyError(
      "invalid",
      `This PDF has more than ${MAX_PAGES} pages. Split it into smaller files.`,
    );
  }
  const { pages: seen, hidden, unread } = await readPdfPages(pdf);
  const pages = removeRunningLines(seen.map((items) => readLines(orderColumns(items)))).map((lines) =>
    lines.filter((line) => !isContentsRow(line)),
  );
  if (!pages.flat().some((line) => /[\p{L}\p{N}]/u.test(textOfLine(line)))) {
    throw new ParleyError(
      "invalid",
      "This PDF contains only images. If it is a scan, run text recognition (OCR) first.",
    );
  }
  const body = bodySize(pages);
  const { sizes, title: printed } = headingSizes(pages, body);
  const join = makeWordJoiner(pages.flat().map(textOfLine).join("\n"));
  joinPageEnds(pages, join);
  const written = pages.map((lines) => writePage(lines, body, sizes, join));
  hidden.push(...written.flatMap(findInvisibleCharacters));
  const texts = written.map((text) => normalizeText(text).trim());
  const { info } = await getMeta(pdf).catch(() => ({ info: {} as Record<string, unknown> }));
  for (const name of ["Subject", "Keywords"])
    hidden.push(...hiddenText("metadata", String(info[name] ?? "")));
  const named = normalizeText(typeof info.Title === "string" ? info.Title : "").trim();
  const title = isJunkTitle(named) ? normalizeText(printed) || firstHeading(texts) : named;
  return { ...(title ? { title } : {}), ...joinPages("page", texts), hidden, unread };
}

/** A row of a table of contents, with leader dots. It repeats a heading and would be found instead of it. */
const isContentsRow = (line: Line) => /(?:\s*\.){4,}\s*(?:\d+|[ivxlc]+)?\s*$/i.test(textOfLine(line));

function firstHeading(texts: string[]): string {
  for (const text of texts) {
    const heading = /^# .+$/m.exec(text)?.[0];
    if (heading) return plainText(heading);
  }
  return "";
}

/** Moves the rest of a word that is cut at the end of a page to that page. */
function joinPageEnds(pages: Line[][], join: WordJoiner): void {
  for (let at = 0; at + 1 < pages.length; at += 1) {
    const last = pages[at]?.at(-1)?.cells.at(-1);
    const [line] = pages[at + 1] ?? [];
    const [cell] = line?.cells ?? [];
    const rest = /^\S+/.exec(cell?.text ?? "")?.[0];
    const joined = last && rest ? join(last.text.trimEnd(), rest) : null;
    if (!joined || !last || !cell || !rest) continue;
    last.text = joined;
    cell.text = cell.text.slice(rest.length).trimStart();
    if (textOfLine(line as Line).trim() === "") pages[at + 1]?.shift();
  }
}

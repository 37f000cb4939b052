import { getDocumentProxy, getMeta } from "unpdf";
import { ParleyError } from "#lib/core/errors.ts";
import { MAX_PAGES } from "../files/limits.ts";
import { findInvisibleCharacters } from "../find-invisible-characters.ts";
import { type HiddenText, hiddenText } from "../hidden-text.ts";
import { normalizeText } from "../normalize-text.ts";
import { joinPages, type Pages } from "../pages.ts";
import { bodySize, headingSizes, type Line, readLines, textOfLine, writePage } from "./layout-page.ts";
import { orderColumns } from "./order-columns.ts";
import { readPdfPages } from "./read-pdf-pages.ts";

/** A line at the edge of a page that so large a part of the pages shares is a running head or foot. */
const RUNNING_SHARE = 0.4;
const EDGE_LINES = 2;
const MARGIN_SHARE = 0.1;
const MIN_PAGES_FOR_RUNNING = 4;

/** A PDF's text as Markdown, page by page. @throws ParleyError invalid when it is protected, damaged or only pictures */
export async function readPdf(
  bytes: Uint8Array,
): Promise<{ title?: string; content: string; pages: Pages; hidden: HiddenText[] }> {
  // The library takes no Buffer, which is what crosses from another process. No picture is decoded, no glyph drawn.
  const options = { maxImageSize: 0, disableFontFace: false, verbosity: 0 };
  const pdf = await getDocumentProxy(new Uint8Array(bytes), options).catch((error: unknown) => {
    const isLocked = error instanceof Error && error.name === "PasswordException";
    throw new ParleyError(
      "invalid",
      isLocked
        ? "This PDF is password-protected. Save it without a password and re-upload it."
        : "This PDF is damaged and cannot be opened. Export it again and re-upload it.",
    );
  });
  if (pdf.numPages > MAX_PAGES) {
    throw new ParleyError(
      "invalid",
      `This PDF has more than ${MAX_PAGES} pages. Split it into smaller files.`,
    );
  }
  const { pages: seen, hidden } = await readPdfPages(pdf);
  const pages = dropRunningLines(seen.map((items) => readLines(orderColumns(items)))).map((lines) =>
    lines.filter((line) => !isContents(line)),
  );
  if (!pages.flat().some((line) => /[\p{L}\p{N}]/u.test(textOfLine(line)))) {
    throw new ParleyError(
      "invalid",
      "This PDF contains only images. If it is a scan, run text recognition (OCR) first.",
    );
  }
  const body = bodySize(pages);
  const { sizes, title: printed } = headingSizes(pages, body);
  const written = pages.map((lines) => writePage(lines, body, sizes));
  hidden.push(...written.flatMap(findInvisibleCharacters));
  const texts = written.map((text) => normalizeText(text).trim());
  const { info } = await getMeta(pdf).catch(() => ({ info: {} as Record<string, unknown> }));
  for (const name of ["Subject", "Keywords"])
    hidden.push(...hiddenText("metadata", String(info[name] ?? "")));
  const named = typeof info.Title === "string" ? info.Title.trim() : "";
  const isName = /\.(?:docx?|pdf|indd|tex|dvi)$|^(?:untitled|microsoft word)/i.test(named);
  const title = named && !isName ? named : normalizeText(printed);
  return { ...(title ? { title } : {}), ...joinPages("page", texts), hidden };
}

/** A row of a table of contents, with its leader: it repeats a heading and would be found in its place. */
const isContents = (line: Line) => /(?:\s*\.){4,}\s*(?:\d+|[ivxlc]+)?\s*$/i.test(textOfLine(line));

/** Leaves out what stands at the top or foot of page after page: titles, page numbers, marks of secrecy. */
function dropRunningLines(pages: Line[][]): Line[][] {
  if (pages.length < MIN_PAGES_FOR_RUNNING) return pages;
  const heights = pages.flat().map(({ y }) => y);
  const top = heights.reduce((a, b) => Math.max(a, b), 0);
  const bottom = heights.reduce((a, b) => Math.min(a, b), top);
  const margin = MARGIN_SHARE * (top - bottom);
  const isOutside = ({ y }: Line) => y > top - margin || y < bottom + margin;
  const edges = pages.map((lines) => {
    const sorted = lines.filter(isOutside).toSorted((a, b) => b.y - a.y);
    return new Set([...sorted.slice(0, EDGE_LINES), ...sorted.slice(-EDGE_LINES)]);
  });
  const texts = count(edges.map((lines) => [...lines].map(withoutNumbers)));
  const offsets = count(edges.map((lines, at) => [...lines].flatMap((line) => offsetsOf(line, at))));
  const isRunning = (line: Line, at: number) =>
    isCommon(texts.get(withoutNumbers(line)), pages.length) ||
    offsetsOf(line, at).some((offset) => isCommon(offsets.get(offset), pages.length));
  return pages.map((lines, at) => lines.filter((line) => !edges[at]?.has(line) || !isRunning(line, at)));
}

const isCommon = (pages: number | undefined, all: number) => (pages ?? 0) >= RUNNING_SHARE * all;
const withoutNumbers = (line: Line) =>
  textOfLine(line)
    .replace(/\d+|\b[ivxlc]+\b/gi, "#")
    .trim();

/** How far a number at the beginning or end of a line is from the page's own: the same all along for page numbers. */
function offsetsOf(line: Line, at: number): string[] {
  const text = textOfLine(line);
  return [/^\d{1,4}(?!\S)/, /(?<!\S)\d{1,4}$/].flatMap((number) => {
    const found = number.exec(text)?.[0];
    return found ? [String(Number(found) - at)] : [];
  });
}

/** On how many pages each value stands. */
function count(pages: string[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of pages.flatMap((values) => [...new Set(values)]))
    counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

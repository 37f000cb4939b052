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

/** A line at the page edge that occurs on this share of pages is a running header or footer. */
const RUNNING_SHARE = 0.4;
const EDGE_LINES = 2;
const MARGIN_SHARE = 0.1;
const MIN_PAGES_FOR_RUNNING = 4;

/**
 * Converts a PDF to Markdown, page by page.
 * @throws ParleyError invalid when it is encrypted, damaged or has no text
 */
export async function readPdf(
  bytes: Uint8Array,
): Promise<{ title?: string; content: string; pages: Pages; hidden: HiddenText[] }> {
  // pdf.js rejects a Buffer, which is what arrives from another process. Images are not decoded, glyphs not
  // drawn.
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

/** A row of a table of contents, with leader dots. It repeats a heading and would be found instead of it. */
const isContentsRow = (line: Line) => /(?:\s*\.){4,}\s*(?:\d+|[ivxlc]+)?\s*$/i.test(textOfLine(line));

/** Removes running headers and footers: titles, page numbers, confidentiality notices. */
function removeRunningLines(pages: Line[][]): Line[][] {
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

/**
 * Difference between a number at the start or end of a line and the page's index: constant for page numbers.
 */
function offsetsOf(line: Line, at: number): string[] {
  const text = textOfLine(line);
  return [/^\d{1,4}(?!\S)/, /(?<!\S)\d{1,4}$/].flatMap((number) => {
    const found = number.exec(text)?.[0];
    return found ? [String(Number(found) - at)] : [];
  });
}

/** Number of pages each value occurs on. */
function count(pages: string[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of pages.flatMap((values) => [...new Set(values)]))
    counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

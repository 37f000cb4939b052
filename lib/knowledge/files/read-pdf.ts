import { extractTextItems, getDocumentProxy, getMeta } from "unpdf";
import { ParleyError } from "#lib/core/errors.ts";
import { normalizeText } from "../normalize-text.ts";
import { joinPages, type Pages } from "../pages.ts";
import { bodySize, isHeading, type Line, readLines, textOfLine, writePage } from "./layout-page.ts";

const MAX_PAGES = 5_000;
/** A line at the edge of a page that so large a part of the pages shares is a running head or foot. */
const RUNNING_SHARE = 0.4;
const EDGE_LINES = 2;
const MARGIN_SHARE = 0.1;
const MIN_PAGES_FOR_RUNNING = 4;

/** A PDF's text as Markdown, page by page. @throws ParleyError invalid when it is protected, damaged or only pictures */
export async function readPdf(bytes: Uint8Array): Promise<{ title?: string; content: string; pages: Pages }> {
  // The library takes no Buffer, which is what crosses from another process.
  const pdf = await getDocumentProxy(new Uint8Array(bytes)).catch((error: unknown) => {
    const isLocked = error instanceof Error && error.name === "PasswordException";
    throw new ParleyError(
      "invalid",
      isLocked ? "This PDF is protected by a password." : "This PDF is damaged: it cannot be opened.",
    );
  });
  if (pdf.numPages > MAX_PAGES) {
    throw new ParleyError("invalid", `This PDF has more than ${MAX_PAGES} pages. Split it.`);
  }
  const { items } = await extractTextItems(pdf);
  const pages = dropRunningLines(items.map(readLines)).map((lines) =>
    lines.filter((line) => !isContents(line)),
  );
  if (!pages.flat().some((line) => /[\p{L}\p{N}]/u.test(textOfLine(line)))) {
    throw new ParleyError(
      "invalid",
      "This PDF holds no text, only pictures: it may be a scan. Recognise its text first.",
    );
  }
  const body = bodySize(pages);
  const sizes = [
    ...new Set(
      pages
        .flat()
        .filter((line) => isHeading(line, body))
        .map((line) => Math.round(line.size * 2) / 2),
    ),
  ];
  sizes.sort((a, b) => b - a);
  const texts = pages.map((lines) => normalizeText(writePage(lines, body, sizes)).trim());
  const { info } = await getMeta(pdf).catch(() => ({ info: {} as Record<string, unknown> }));
  const title = typeof info.Title === "string" ? info.Title.trim() : "";
  const isName = /\.(?:docx?|pdf|indd|tex|dvi)$|^(?:untitled|microsoft word)/i.test(title);
  return { ...(title && !isName ? { title } : {}), ...joinPages("page", texts) };
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

import { type PageRange, type Pages, pageRange } from "#lib/knowledge/parsing/pages.ts";
import type { Citation } from "./schema.ts";

type Quoted = {
  pageKind: Pages["kind"] | null;
  pageStarts: number[] | null;
  start: number;
  end: number;
  isCurrent: boolean;
};

/** Turns a stored citation into the one that readers get. */
export function storedCitation(row: Omit<Citation, "pages"> & Quoted): Citation {
  const { number, documentId, title, headingPath, excerpt } = row;
  return { number, documentId, title, headingPath, pages: quotedPages(row), excerpt };
}

/**
 * The pages of a quoted passage; null once the document has changed, because its offsets are no longer valid.
 */
export function quotedPages({ pageKind, pageStarts, start, end, isCurrent }: Quoted): PageRange | null {
  if (!isCurrent || !pageKind || !pageStarts) return null;
  return pageRange({ kind: pageKind, starts: pageStarts }, start, end);
}

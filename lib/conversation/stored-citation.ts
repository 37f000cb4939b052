import { type PageRange, type Pages, pageRange } from "#lib/knowledge/parsing/pages.ts";
import type { Citation } from "./schema.ts";

type Quoted = {
  pageKind: Pages["kind"] | null;
  pageStarts: number[] | null;
  start: number;
  end: number;
  isCurrent: boolean;
};

/** A citation as it is stored, as readers are given it. */
export function storedCitation(row: Omit<Citation, "pages"> & Quoted): Citation {
  const { number, documentId, title, headingPath, excerpt } = row;
  return { number, documentId, title, headingPath, pages: quotedPages(row), excerpt };
}

/** The pages of a quoted passage; null once the document has changed, for its offsets then mean nothing. */
export function quotedPages({ pageKind, pageStarts, start, end, isCurrent }: Quoted): PageRange | null {
  if (!isCurrent || !pageKind || !pageStarts) return null;
  return pageRange({ kind: pageKind, starts: pageStarts }, start, end);
}

/** Start of each page in the document's stored text, as UTF-16 offsets; the first is 0. */
export type Pages = { kind: "page" | "slide"; starts: number[] };

/** The pages a passage covers, counted from 1. */
export type PageRange = { kind: Pages["kind"]; first: number; last: number };

/** Joins the texts of pages. Empty pages count, so that page numbers match the file. */
export function joinPages(kind: Pages["kind"], texts: string[]): { content: string; pages: Pages } {
  const starts: number[] = [];
  let content = "";
  for (const text of texts) {
    if (content && text) content += "\n\n";
    starts.push(content.length);
    content += text;
  }
  return { content, pages: { kind, starts } };
}

export function pageRange(pages: Pages | null | undefined, start: number, end: number): PageRange | null {
  if (!pages || pages.starts.length === 0) return null;
  const pageAt = (offset: number) => {
    const at = pages.starts.findLastIndex((begin) => begin <= offset);
    return Math.max(at, 0) + 1;
  };
  const last = pageAt(Math.max(start, end - 1));
  return { kind: pages.kind, first: Math.min(pageAt(start), last), last };
}

import type { prepareDocument } from "#lib/knowledge/ingestion/prepare-document.ts";
import { plainText } from "#lib/knowledge/parsing/markdown/plain-text.ts";
import { pageRange } from "#lib/knowledge/parsing/pages.ts";
import type { SearchResult } from "#lib/knowledge/retrieval/schema.ts";
import type { CorpusQuestion } from "./golden.ts";

type Passage = Pick<SearchResult, "headingPath" | "pages" | "text">;

/** Location of the answer; null for documents without pages or headings. */
export type Where = { kind: "page" | "slide"; at: number[] } | { kind: "heading"; name: string } | null;

export function whereOf({ page, slide, sheet, heading }: CorpusQuestion): Where {
  if (page !== undefined) return { kind: "page", at: [page] };
  if (slide !== undefined) return { kind: "slide", at: [slide] };
  const name = sheet ?? heading;
  return name === undefined ? null : { kind: "heading", name };
}

const squeeze = (text: string) => text.replace(/\s+/g, " ").trim();

export function holdsFact({ text }: Pick<Passage, "text">, fact: string): boolean {
  return squeeze(plainText(text)).includes(squeeze(fact));
}

/** A citation names its place alone: one that says "pages 8 to 10" is not right for page 9. */
export function isCitedTo(passage: Passage, where: Where, fact: string): boolean {
  if (where === null) return holdsFact(passage, fact);
  if (where.kind === "heading")
    return passage.headingPath.some((entry) => squeeze(plainText(entry)) === where.name);
  const { pages } = passage;
  if (pages?.kind !== where.kind || pages.last - pages.first > 1) return false;
  return where.at.some((page) => pages.first <= page && page <= pages.last);
}

/** Judges an ingested document without search: is the fact there, and would it be cited at its location? */
export function judgePassages(
  { document, chunks }: Awaited<ReturnType<typeof prepareDocument>>,
  where: Where,
  fact: string,
): "right" | "elsewhere" | "lost" {
  const holding = chunks.filter((chunk) => holdsFact(chunk, fact));
  if (holding.length === 0) return "lost";
  const cited = holding.map((chunk) => ({
    ...chunk,
    pages: pageRange(document.pages, chunk.start, chunk.end),
  }));
  return cited.some((passage) => isCitedTo(passage, where, fact)) ? "right" : "elsewhere";
}

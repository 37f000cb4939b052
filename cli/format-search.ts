import type { SearchAnswer, SearchResult } from "#lib/knowledge/retrieval/schema.ts";
import { plain } from "./plain.ts";

const EXCERPT_CHARS = 200;

/** The JSON that scripts rely on: `document` is the path, by which a person knows it. */
export function toRecord({ query, answerable, meaning, corrections, results }: SearchAnswer) {
  return {
    query,
    answerable,
    meaning,
    corrections,
    results: results.map(
      ({ document, path, title, score, text, headingPath, pages, textScore, vectorScore, coverage }) => ({
        document: path,
        documentId: document,
        title,
        score,
        text,
        path,
        headingPath,
        pages,
        textScore,
        vectorScore,
        coverage,
      }),
    ),
  };
}

const pageWords = { page: ["p.", "pp."], slide: ["slide", "slides"] } as const;

/** "p. 3", "slides 4–5"; empty where a document has no pages. */
function pagesOf(pages: SearchResult["pages"]): string {
  if (!pages) return "";
  const { kind, first, last } = pages;
  return first === last ? `${pageWords[kind][0]} ${first}` : `${pageWords[kind][1]} ${first}–${last}`;
}

/** "Title › Heading › Heading", without the title where the headings begin with it. */
export function place({
  title,
  headingPath,
  pages,
}: Pick<SearchResult, "title" | "headingPath" | "pages">): string {
  const headings = headingPath[0] === title ? headingPath.slice(1) : headingPath;
  const named = [title, ...headings].join(" › ").replace(/\s+/g, " ");
  return plain([named, pagesOf(pages)].filter(Boolean).join(", "));
}

export function formatAnswer({ answerable, meaning, corrections, results }: SearchAnswer): string {
  if (results.length === 0) return "No passages found.\n";
  const notes = [
    ...corrections.map(({ typed, lexemes }) =>
      plain(`"${typed}" is not in the documents. Searched for ${lexemes.join(", ")} instead.`),
    ),
    ...(meaning === "other_language"
      ? ["Keyword search only: the embedding model supports English only."]
      : []),
    ...(meaning === "unavailable" ? ["Keyword search only: there are no embeddings."] : []),
    ...(answerable ? [] : ["These passages may not be enough to answer the question:"]),
  ];
  const note = notes.length > 0 ? `${notes.join("\n")}\n\n` : "";
  return `${note}${results.map(formatResult).join("\n")}`;
}

function formatResult(result: SearchResult, index: number): string {
  const { path, score, textScore, vectorScore, text } = result;
  const halves = `keywords ${textScore?.toFixed(2) ?? "–"}, meaning ${vectorScore?.toFixed(3) ?? "–"}`;
  const flat = plain(text.replace(/\s+/g, " ").trim());
  const excerpt = flat.length > EXCERPT_CHARS ? `${flat.slice(0, EXCERPT_CHARS).trimEnd()}…` : flat;
  return `${index + 1}. ${place(result)}\n   ${plain(path)}  ${score.toFixed(3)} (${halves})\n   ${excerpt}\n`;
}

import type { SearchAnswer, SearchResult } from "#lib/knowledge/schema.ts";
import { plain } from "./plain.ts";

const EXCERPT_CHARS = 200;

/** The JSON that scripts rely on: `document` is the path, by which a person knows it. */
export function toRecord({ query, answerable, results }: SearchAnswer) {
  return {
    query,
    answerable,
    results: results.map(
      ({ document, path, title, score, text, headingPath, textScore, vectorScore, coverage }) => ({
        document: path,
        documentId: document,
        title,
        score,
        text,
        path,
        headingPath,
        textScore,
        vectorScore,
        coverage,
      }),
    ),
  };
}

/** "Title › Heading › Heading", without the title where the headings begin with it. */
export function place({ title, headingPath }: Pick<SearchResult, "title" | "headingPath">): string {
  const headings = headingPath[0] === title ? headingPath.slice(1) : headingPath;
  return plain([title, ...headings].join(" › ").replace(/\s+/g, " "));
}

export function formatAnswer({ answerable, results }: SearchAnswer): string {
  if (results.length === 0) return "Nothing found.\n";
  const note = answerable ? "" : "The knowledge does not seem to hold an answer. The nearest passages:\n\n";
  return `${note}${results.map(formatResult).join("\n")}`;
}

function formatResult(result: SearchResult, index: number): string {
  const { path, score, textScore, vectorScore, text } = result;
  const halves = `words ${textScore?.toFixed(2) ?? "–"}, meaning ${vectorScore?.toFixed(3) ?? "–"}`;
  const flat = plain(text.replace(/\s+/g, " ").trim());
  const excerpt = flat.length > EXCERPT_CHARS ? `${flat.slice(0, EXCERPT_CHARS).trimEnd()}…` : flat;
  return `${index + 1}. ${place(result)}\n   ${plain(path)}  ${score.toFixed(3)} (${halves})\n   ${excerpt}\n`;
}

import { join } from "node:path";
import { readDocument } from "#cli/read-document.ts";
import { prepareDocument } from "#lib/knowledge/ingestion/prepare-document.ts";
import type { SearchAnswer } from "#lib/knowledge/retrieval/schema.ts";
import { findPages } from "./find-pages.ts";
import { type CorpusQuestion, typeOf } from "./golden.ts";
import { holdsFact, isCitedTo, judgePassages, type Where, whereOf } from "./judge.ts";

/**
 * `left`: why the question cannot be asked here. `rank`: of the first hit from the right document, from 1.
 */
export async function askQuestion(
  question: CorpusQuestion,
  folder: string,
  search: (query: string) => Promise<SearchAnswer>,
) {
  const { document: path, fact } = question;
  const file = join(folder, path);
  const where = typeOf(path) === "pdf" ? placeInPdf(question, file) : whereOf(question);
  if (where && "left" in where) return where;
  const input = await readDocument({ path, file, bytes: 0 });
  if ("refused" in input) return { left: input.refused };
  const passages = judgePassages(await prepareDocument(input), where, fact);
  const { results } = await search(question.question);
  const at = results.findIndex((result) => result.path === path);
  const hit = results[at];
  return {
    rank: hit ? at + 1 : null,
    isPlaced: hit !== undefined && isCitedTo(hit, where, fact),
    hasFact: hit !== undefined && holdsFact(hit, fact),
    passages,
    cited: hit ? [hit.headingPath.join(" > "), pagesOf(hit)].filter(Boolean).join(", ") : "",
  };
}

const pagesOf = ({ pages }: SearchAnswer["results"][number]) =>
  pages ? `${pages.kind} ${pages.first}${pages.last > pages.first ? `-${pages.last}` : ""}` : "";

/**
 * The golden question's page, confirmed by pdftotext; for a PDF made at run time, the page that it finds.
 */
function placeInPdf(question: CorpusQuestion, file: string): Where | { left: string } {
  const where = whereOf(question);
  const found = findPages(file, question.fact);
  if (found === null) return where ?? { left: "pdftotext is missing: apt-get install poppler-utils" };
  if (where?.kind === "page" && where.at.every((page) => found.includes(page))) return where;
  if (where === null && found.length > 0) return { kind: "page", at: found };
  return { left: `pdftotext finds "${question.fact}" on ${found.length > 0 ? `page ${found}` : "no page"}` };
}

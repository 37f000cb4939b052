import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readGolden } from "#cli/eval/read-golden.ts";
import { handbook, readDemoDocuments } from "#db/demo/documents.ts";
import type { DocumentInput } from "#lib/knowledge/schema.ts";

export type Question = { text: string; relevant: Set<string>; facts: string[] };
export type TestSet = { name: string; documents: DocumentInput[]; questions: Question[] };

/** CISI: title and abstract of 1,460 papers, 76 queries with judgements. A query is its title and text. */
export function readCisi(folder: string): TestSet {
  const records = (file: string) =>
    readFileSync(join(folder, file), "latin1")
      .split(/^\.I\s+/m)
      .slice(1)
      .map((record) => {
        const part = (mark: string) =>
          new RegExp(`^\\.${mark}[ \\t]*\\n([^]*?)(?=^\\.[A-Z][ \\t]*$|(?![^]))`, "m")
            .exec(record)?.[1]
            ?.replace(/\s+/g, " ")
            .trim() ?? "";
        return { id: Number.parseInt(record, 10), title: part("T"), text: part("W") };
      });
  const relevant = new Map<number, Set<string>>();
  for (const line of readFileSync(join(folder, "CISI.REL"), "latin1").split("\n")) {
    const [query, document] = line.trim().split(/\s+/).map(Number);
    if (query && document) relevant.set(query, (relevant.get(query) ?? new Set()).add(`${document}.md`));
  }
  return {
    name: "cisi",
    documents: records("CISI.ALL").map(({ id, title, text }) => ({
      path: `${id}.md`,
      mediaType: "text/markdown",
      text: `# ${title}\n\n${text}\n`,
    })),
    questions: records("CISI.QRY").flatMap(({ id, title, text }) => {
      const judged = relevant.get(id);
      return judged ? [{ text: `${title} ${text}`.trim(), relevant: judged, facts: [] }] : [];
    }),
  };
}

/** Of the facts of a golden question one is enough here: what is measured is the search. */
const readQuestions = (path: string): Question[] =>
  readGolden(path, readFileSync(path, "utf8")).map(({ question, sources, facts }) => ({
    text: question,
    relevant: new Set(sources),
    facts: facts.flat(),
  }));

/** The project's own questions over the HTML manual of PostgreSQL 15. */
export function readManual(folder: string): TestSet {
  return {
    name: "postgresql manual",
    documents: readdirSync(folder)
      .filter((name) => name.endsWith(".html"))
      .sort()
      .map((path) => ({ path, mediaType: "text/html", text: readFileSync(join(folder, path), "utf8") })),
    questions: readQuestions("bench/golden/postgresql-manual.json"),
  };
}

/** The demo's handbook with its own questions. */
export function readHandbook(): TestSet {
  return {
    name: "handbook",
    documents: readDemoDocuments(handbook),
    questions: readQuestions("db/demo/golden.json"),
  };
}

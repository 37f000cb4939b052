import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CorpusQuestion, readCorpus, typeOf } from "./corpus/golden.ts";
import { makeDocuments } from "./corpus/make-documents.ts";
import type { BenchOptions } from "./main.ts";
import { print } from "./table.ts";

const GOLDEN = "bench/golden/corpus.json";

/**
 * Real documents of nine types, found on the machine or made by LibreOffice at run time, ingested like the
 * command line does and asked through the product's search: each must be cited to its page, slide, sheet or
 * heading. Fails when a document cannot be ingested or a type has none.
 */
export async function run({ json }: BenchOptions): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "parley-bench-"));
  Object.assign(process.env, {
    DATA_DIR: join(directory, "data"),
    LOG_LEVEL: "warn",
    DATABASE_URL: "",
    OPENAI_API_KEY: "",
  });
  let isWhole = false;
  try {
    isWhole = await measure(directory, json);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  process.exit(isWhole ? 0 : 1);
}

async function measure(directory: string, json: boolean): Promise<boolean> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const corpus = readCorpus(GOLDEN);
  const folder = join(directory, "corpus");
  const { made, lacking } = await makeDocuments(corpus.documents, folder, join(directory, "scratch"));
  for (const { path, reason } of lacking) say(`Skipped ${path}: ${reason}`);

  const { takeIn } = await import("./corpus/take-in.ts");
  const fed = await takeIn(folder);
  for (const { path, reason } of fed.failed) say(`Not ingested: ${path}: ${reason}`);
  const versions = new Map(
    corpus.documents.map(({ path, package: name, version }) => [path, { name, version }]),
  );
  const { askQuestion } = await import("./corpus/ask-question.ts");
  const answers: Answer[] = [];
  for (const question of corpus.questions.filter(({ document }) => made.includes(document))) {
    const answer = await askQuestion(question, folder, fed.search);
    if (!("left" in answer)) answers.push({ question, ...answer });
    else {
      const { name, version } = versions.get(question.document) ?? {};
      say(
        `Left out: ${question.question} (${question.document}): ${answer.left}${name ? `; written for ${name} ${version}` : ""}`,
      );
    }
  }
  await fed.close();

  const types = [...new Set(corpus.documents.map(({ path }) => typeOf(path)))];
  const rows = types.map((type) => {
    const asked = answers.filter(({ question }) => typeOf(question.document) === type);
    const share = (is: (answer: Answer) => boolean) => asked.filter(is).length;
    return {
      type,
      documents: made.filter((path) => typeOf(path) === type).length,
      questions: asked.length,
      "right document first": share(({ rank }) => rank === 1),
      "in the first three": share(({ rank }) => rank !== null && rank <= 3),
      "first hit at the right place": share(({ isPlaced }) => isPlaced),
      "first hit with the fact": share(({ hasFact }) => hasFact),
      "passage with the fact cited to its place": share(({ passages }) => passages === "right"),
    };
  });
  print(rows, json);
  for (const answer of answers) {
    const faults = faultsOf(answer);
    if (faults.length > 0)
      say(`${answer.question.document}: ${answer.question.question}\n  ${faults.join("; ")}`);
  }
  const empty = rows.filter(({ documents, questions }) => documents === 0 || questions === 0);
  for (const { type } of empty) say(`There is no document or no question of the type ${type}.`);
  return fed.failed.length === 0 && empty.length === 0;
}

type Answer = {
  question: CorpusQuestion;
  rank: number | null;
  isPlaced: boolean;
  hasFact: boolean;
  passages: "right" | "elsewhere" | "lost";
  cited: string;
};

function faultsOf({ rank, isPlaced, hasFact, passages, cited }: Answer): string[] {
  return [
    rank === null ? "not found" : rank > 1 ? `ranked ${rank}` : "",
    rank !== null && !isPlaced ? `cited to ${cited}` : "",
    rank !== null && isPlaced && !hasFact ? "the passage lacks the fact" : "",
    passages === "lost" ? "no passage of the document contains the fact" : "",
    passages === "elsewhere" ? "the passage with the fact is cited elsewhere" : "",
  ].filter(Boolean);
}

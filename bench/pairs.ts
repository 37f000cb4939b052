import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { handbook, readDemoDocuments } from "#db/demo/documents.ts";
import { type CuratedAnswer, curatedAnswerInput } from "#lib/knowledge/curated/schema.ts";
import type { BenchOptions } from "./main.ts";
import { print } from "./table.ts";

type GoldenPair = CuratedAnswer & {
  /** Other ways of asking the same. */
  paraphrases: string[];
  /** Questions on the topic that the pair does not answer. */
  others: string[];
};
type Asked = { expected: string; first: string | null; rank: number; isParaphrase: boolean };

const FIRST = 3;

/**
 * Whether a curated answer wins when its question is phrased differently, and only then: curated answers
 * next to the demo's handbook, on the embedded database. Every other one was used for tuning.
 */
export async function run({ json }: BenchOptions): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "parley-bench-"));
  const environment = { DATA_DIR: directory, LOG_LEVEL: "warn", DATABASE_URL: "", OPENAI_API_KEY: "" };
  Object.assign(process.env, environment);
  try {
    print(await measure(), json);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  process.exit(0);
}

async function measure() {
  const { closeStorage } = await import("#db/storage.ts");
  const { makeTenant } = await import("#testing/postgres/tenant.ts");
  const { readDemoVectors } = await import("#db/demo/vectors.ts");
  const { embeddingModelName } = await import("#lib/ai/embed.ts");
  const { findOrCreateSource: openSource } = await import("#lib/knowledge/sources/find-or-create-source.ts");
  const { putDocument } = await import("#lib/knowledge/ingestion/put-document.ts");
  const { putCuratedAnswers: putPairs } = await import("#lib/knowledge/curated/put-curated-answers.ts");
  const { searchKnowledge } = await import("#lib/knowledge/retrieval/search-knowledge.ts");

  const golden = JSON.parse(readFileSync("bench/golden/pairs.json", "utf8")).pairs as GoldenPair[];
  const { ctx, chatbot, sourceId } = await makeTenant("Bench");
  const knownVectors = readDemoVectors(embeddingModelName());
  for (const document of readDemoDocuments(handbook))
    await putDocument(ctx, { ...document, sourceId, knownVectors });
  const source = { chatbotId: chatbot.id, kind: "pairs", origin: "golden", name: "Golden" } as const;
  const { id: pairs } = await openSource(ctx, source);
  await putPairs(ctx, { sourceId: pairs, pairs: golden.map((pair) => curatedAnswerInput.parse(pair)) });

  const rows = [];
  for (const half of ["tuning", "other"]) {
    const part = golden.filter((_, index) => index % 2 === (half === "tuning" ? 0 : 1));
    const asked: Asked[] = [];
    for (const { key, question, paraphrases, others } of part) {
      for (const query of [question, ...paraphrases, ...others]) {
        const input = { chatbotId: chatbot.id, query, language: "english", limit: 8 };
        const { results } = await searchKnowledge(ctx, input);
        asked.push({
          expected: key,
          first: results.find(({ isCuratedAnswer }) => isCuratedAnswer)?.path ?? null,
          rank: results.findIndex(({ path }) => path === key) + 1,
          isParaphrase: paraphrases.includes(query),
        });
        if (query === question && asked.at(-1)?.first !== key)
          throw new Error(`${key} is not found by itself.`);
      }
    }
    rows.push(toRow(half, asked, part));
  }
  await closeStorage();
  return rows;
}

function toRow(half: string, asked: Asked[], pairs: GoldenPair[]) {
  const paraphrases = asked.filter(({ isParaphrase }) => isParaphrase);
  const exact = pairs.length;
  const others = asked.length - paraphrases.length - exact;
  const wins = asked.filter(({ first }) => first !== null);
  const right = paraphrases.filter(({ first, expected }) => first === expected).length;
  const wrong = paraphrases.filter(({ first, expected }) => first !== null && first !== expected).length;
  const near = paraphrases.filter(({ rank }) => rank > 0 && rank <= FIRST).length;
  return {
    half,
    pairs: exact,
    "asked word for word, wins": `${exact} of ${exact}`,
    "paraphrase wins": share(right, paraphrases.length),
    "another pair wins": share(wrong, paraphrases.length),
    [`paraphrase finds it in first ${FIRST}`]: share(near, paraphrases.length),
    "near miss wins": share(wins.length - right - wrong - exact, others),
  };
}

const share = (part: number, all: number) =>
  `${part} of ${all} (${Math.round((100 * part) / Math.max(1, all))} %)`;

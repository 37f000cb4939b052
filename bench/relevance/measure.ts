import { closeStorage } from "#db/storage.ts";
import { prepareDocument } from "#lib/knowledge/ingestion/prepare-document.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { plainText } from "#lib/knowledge/parsing/markdown/plain-text.ts";
import { type Found, searchKnowledge } from "#lib/knowledge/retrieval/search-knowledge.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { percentile } from "../table.ts";
import { askDialogues } from "./ask-dialogues.ts";
import { describeAnswers, PASSAGES } from "./describe-answers.ts";
import { describeSearch } from "./describe-search.ts";
import { okapi } from "./okapi.ts";
import { halfOf, halves, type Ranked, type Row } from "./ranked.ts";
import type { TestSet } from "./read-sets.ts";
import { cachedVectors } from "./vector-cache.ts";

const ALL = 200;

export type Report = { search: Row[]; answers: Row[]; dialogues: Row[]; latency: Row[] };

/**
 * Ingests each set into its own chatbot, asks every question through the product's search, reports both
 * halves.
 */
export async function measure(sets: TestSet[]): Promise<Report> {
  const report: Report = { search: [], answers: [], dialogues: [], latency: [] };
  for (const set of sets) {
    const fed = await feed(set);
    await measureSet(set, fed, report);
    if (set.name === "handbook") report.dialogues.push(...(await askDialogues(fed.ctx, fed.chatbot.id)));
  }
  await closeStorage();
  return report;
}

/** Asks the questions of a set whose documents are there, and adds to the report. */
async function measureSet(set: TestSet, fed: Fed, report: Omit<Report, "dialogues">): Promise<void> {
  const ranked = await ask(set, fed);
  const answerable = ranked.filter(({ question }) => question.relevant.size > 0);
  const unanswerable = ranked.filter(({ question }) => question.relevant.size === 0);
  for (const half of halves) {
    report.search.push(...describeSearch(set.name, half, halfOf(answerable, half)));
    if (unanswerable.length === 0) continue;
    const part = [...halfOf(answerable, half), ...halfOf(unanswerable, half)];
    report.answers.push(describeAnswers(set.name, half, part));
  }
  report.latency.push(await time(set, fed));
}

type Fed = Pick<TestTenant, "ctx" | "chatbot">;

async function feed({ name, documents }: TestSet): Promise<Fed> {
  const { ctx, chatbot, sourceId } = await makeTenant(name);
  const knownVectors = await cachedVectors(documents);
  for (const document of documents) await putDocument(ctx, { ...document, sourceId, knownVectors });
  return { ctx, chatbot };
}

/** One search after another, as a turn asks for it. */
async function time({ name, questions }: TestSet, { ctx, chatbot }: Fed): Promise<Row> {
  const times: number[] = [];
  for (const { text: query } of questions) {
    const began = performance.now();
    await searchKnowledge(ctx, { chatbotId: chatbot.id, query, language: "english", limit: PASSAGES });
    times.push(performance.now() - began);
  }
  return {
    set: name,
    searches: times.length,
    "p50 ms": percentile(times, 0.5).toFixed(1),
    "p95 ms": percentile(times, 0.95).toFixed(1),
  };
}

async function ask({ documents, questions }: TestSet, { ctx, chatbot }: Fed): Promise<Ranked[]> {
  const texts: { name: string; text: string }[] = [];
  for (const document of documents) {
    const { document: parsed } = await prepareDocument(document);
    texts.push({ name: document.path, text: `${parsed.title}\n${plainText(parsed.content)}` });
  }
  const baseline = okapi(texts);
  const ranked: Ranked[] = [];
  for (const question of questions) {
    const input = { chatbotId: chatbot.id, query: question.text, language: "english", limit: ALL };
    const found = await searchKnowledge(ctx, input);
    const by = (score: (result: Found["results"][number]) => number | null) =>
      unique(
        found.results
          .filter((result) => score(result) !== null)
          .sort((a, b) => (score(b) ?? 0) - (score(a) ?? 0))
          .map(({ path }) => path),
      );
    ranked.push({
      question,
      found,
      rankings: {
        "BM25 baseline": baseline(question.text),
        "full text": by(({ textScore }) => textScore),
        vector: by(({ vectorScore }) => vectorScore),
        hybrid: by(({ score }) => score),
      },
    });
  }
  return ranked;
}

const unique = (names: string[]) => [...new Set(names)];

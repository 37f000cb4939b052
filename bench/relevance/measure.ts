import { closeStorage } from "#db/client.ts";
import { makeTenant } from "#db/testing/tenant.ts";
import { answerQuestion } from "#lib/ai/builtin/answer-question.ts";
import { plainText } from "#lib/knowledge/plain-text.ts";
import { prepareDocument } from "#lib/knowledge/prepare-document.ts";
import { putDocument } from "#lib/knowledge/put-document.ts";
import { type Found, searchKnowledge } from "#lib/knowledge/search-knowledge.ts";
import { bootstrap, isHit, mean, ndcg, recall } from "./metrics.ts";
import { okapi } from "./okapi.ts";
import type { Question, TestSet } from "./read-sets.ts";
import { cachedVectors } from "./vector-cache.ts";

type Row = Record<string, string | number>;
type Ranked = { question: Question; found: Found; rankings: Record<Ranker, string[]> };
const rankers = ["BM25 baseline", "full text", "vector", "hybrid"] as const;
type Ranker = (typeof rankers)[number];

const PASSAGES = 8;
const ALL = 200;

/** Feeds the sets to chatbots of their own, asks every question through the product's search, and reports both halves. */
export async function measure(sets: TestSet[]): Promise<{ search: Row[]; answers: Row[] }> {
  const search: Row[] = [];
  const answers: Row[] = [];
  for (const set of sets) {
    const ranked = await ask(set);
    const answerable = ranked.filter(({ question }) => question.relevant.size > 0);
    for (const half of ["tuning", "other"] as const) {
      const part = answerable.filter((_, i) => i % 2 === (half === "tuning" ? 0 : 1));
      search.push(...describeSearch(set.name, half, part));
    }
    if (ranked.length > answerable.length) answers.push(describeAnswers(set.name, ranked));
  }
  await closeStorage();
  return { search, answers };
}

async function ask({ name, documents, questions }: TestSet): Promise<Ranked[]> {
  const { ctx, chatbot, sourceId } = await makeTenant(name);
  const knownVectors = await cachedVectors(documents);
  const texts: { name: string; text: string }[] = [];
  for (const document of documents) {
    await putDocument(ctx, { ...document, sourceId, knownVectors });
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

function describeSearch(set: string, half: string, ranked: Ranked[]): Row[] {
  const of = (ranker: Ranker, metric: (ranking: string[], relevant: Set<string>) => number) =>
    ranked.map(({ question, rankings }) => metric(rankings[ranker], question.relevant));
  const single = ["full text", "vector"] as const;
  const best = single.reduce((a, b) => (mean(of(b, ndcg)) > mean(of(a, ndcg)) ? b : a));
  return rankers.map((ranker) => {
    const scores = of(ranker, ndcg);
    const { low, high } = bootstrap(scores.map((score, i) => score - (of(best, ndcg)[i] ?? 0)));
    return {
      set,
      half,
      queries: ranked.length,
      search: ranker,
      "nDCG@10": mean(scores).toFixed(3),
      "recall@10": mean(of(ranker, recall)).toFixed(3),
      "first is right": mean(of(ranker, (r, q) => isHit(r, q, 1))).toFixed(2),
      "in first 3": mean(of(ranker, (r, q) => isHit(r, q, 3))).toFixed(2),
      "hybrid against the better half, 95 %":
        ranker === "hybrid" ? `${low.toFixed(3)} to ${high.toFixed(3)}` : "",
    };
  });
}

/** Declining: by the raw scores alone, as any model is told, and by the built-in model. */
function describeAnswers(set: string, ranked: Ranked[]): Row {
  const answers = ranked.map(({ question, found }) => {
    const results = found.results.slice(0, PASSAGES);
    const passages = results.map(({ title, headingPath, text, score }, i) => ({
      number: i + 1,
      title,
      headingPath,
      text,
      score,
    }));
    const text = answerQuestion({ question: question.text, passages, answerable: found.answerable });
    const isDeclined = text.startsWith("I could not find");
    const cited = results[Number(/\[(\d+)\]/.exec(text)?.[1] ?? 0) - 1]?.path ?? "";
    return { question, found, text, isDeclined, cited };
  });
  const answerable = answers.filter(({ question }) => question.relevant.size > 0);
  const unanswerable = answers.filter(({ question }) => question.relevant.size === 0);
  const withFacts = answerable.filter(({ question }) => question.facts.length > 0);
  const share = (part: number, all: number) =>
    `${part} of ${all} (${Math.round((100 * part) / Math.max(1, all))} %)`;
  return {
    set,
    "gate: false declines": share(
      answerable.filter(({ found }) => !found.answerable).length,
      answerable.length,
    ),
    "gate: false answers": share(
      unanswerable.filter(({ found }) => found.answerable).length,
      unanswerable.length,
    ),
    "built-in: false declines": share(
      answerable.filter(({ isDeclined }) => isDeclined).length,
      answerable.length,
    ),
    "built-in: false answers": share(
      unanswerable.filter(({ isDeclined }) => !isDeclined).length,
      unanswerable.length,
    ),
    "built-in: cites a right page": share(
      answerable.filter(({ question, cited, isDeclined }) => !isDeclined && question.relevant.has(cited))
        .length,
      answerable.length,
    ),
    "built-in: holds the fact": share(
      withFacts.filter(({ question, text }) =>
        question.facts.some((fact) => text.toLowerCase().includes(fact.toLowerCase())),
      ).length,
      withFacts.length,
    ),
  };
}

const unique = (names: string[]) => [...new Set(names)];

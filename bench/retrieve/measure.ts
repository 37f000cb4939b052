import { transaction } from "#lib/context/transaction.ts";
import {
  allowLongIndexWalk,
  isComparedExactly,
  loadChunks,
  scopeSize,
  searchText,
  searchVectors,
} from "#lib/knowledge/queries/search.ts";
import { fuseScores } from "#lib/knowledge/retrieval/fuse-scores.ts";
import { readSearchTerms } from "#lib/knowledge/retrieval/read-search-terms.ts";
import type { TestTenant } from "#testing/postgres/tenant.ts";
import { percentile } from "../table.ts";
import type { MadeQuery } from "./make-corpus.ts";
import { MODEL } from "./plant-corpus.ts";

const CANDIDATES = 60;
const PASSAGES = 8;
const WARM_UP = 10;
const AT_ONCE = 8;
const NEAREST = 10;

export type Row = Record<string, string | number>;
type Times = { words: number; vectors: number; load: number; total: number };
type Queries = { natural: MadeQuery[]; common: MadeQuery[] };

/** Milliseconds of each part, one search at a time, then eight at once; and recall of the exact nearest. */
export async function measureTenant(tenant: TestTenant, chunks: number, queries: Queries): Promise<Row[]> {
  const of = (kind: string, extra: Row, times: Times[]): Row => ({
    chunks,
    queries: kind,
    searches: times.length,
    ...Object.fromEntries(
      (["words", "vectors", "load", "total"] as const).flatMap((part) =>
        [0.5, 0.95].map((p) => [
          `${part} p${p * 100}, ms`,
          percentile(
            times.map((time) => time[part]),
            p,
          ).toFixed(1),
        ]),
      ),
    ),
    ...extra,
  });
  const search = (query: MadeQuery) => searchWith(tenant, query);
  await inTurn(queries.natural.slice(0, WARM_UP), 1, search);
  await inTurn(queries.natural, AT_ONCE, search);
  const alone = await inTurn(queries.natural, 1, search);
  const common = await inTurn(queries.common, 1, search);
  const together = await inTurn(queries.natural, AT_ONCE, search);
  const recall = await inTurn(queries.natural, 1, (query) => recallOf(tenant, query));
  const mean = recall.reduce((sum, share) => sum + share, 0) / recall.length;
  const unmeasured = { "recall@10": "" };
  return [
    of("of a topic", { "recall@10": mean.toFixed(3) }, alone),
    of("of a topic, 8 at once", unmeasured, together),
    of("common words only", unmeasured, common),
  ];
}

/**
 * As `searchKnowledge` does it, without correcting spelling and reranking, and with the query's vector given:
 * embedding it is the model's cost.
 */
async function searchWith(tenant: TestTenant, query: MadeQuery): Promise<Times> {
  const { ctx, chatbot } = tenant;
  const started = performance.now();
  const since = async <T>(work: Promise<T>) => ({ result: await work, ms: performance.now() - started });
  const language = "english";
  const { terms } = readSearchTerms({ text: query.text, language });
  const [words, vectors] = await Promise.all([
    since(searchText(ctx, chatbot.id, { language, terms }, CANDIDATES)),
    since(nearest(tenant, query)),
  ]);
  const key = (hit: { documentId: string; ordinal: number }) => `${hit.documentId}#${hit.ordinal}`;
  const { hits } = words.result;
  const places = new Map([...hits, ...vectors.result].map((hit) => [key(hit), hit]));
  const fused = fuseScores(
    hits.map((hit) => ({ key: key(hit), score: hit.score })),
    vectors.result.map((hit) => ({ key: key(hit), score: hit.score })),
  ).slice(0, PASSAGES);
  const loading = performance.now();
  const found = await loadChunks(
    ctx,
    fused.flatMap((hit) => places.get(hit.key) ?? []),
  );
  const ended = performance.now();
  if (found.length !== PASSAGES) throw new Error(`A search found ${found.length} passages.`);
  return { words: words.ms, vectors: vectors.ms, load: ended - loading, total: ended - started };
}

async function nearest({ ctx, chatbot }: TestTenant, { vector }: MadeQuery, forced?: "exact") {
  const scope = await scopeSize(ctx, chatbot.id);
  if (forced || isComparedExactly(scope)) {
    return searchVectors(ctx, chatbot.id, { vector, model: MODEL, exact: true }, CANDIDATES);
  }
  return transaction(ctx, async (tx) => {
    await allowLongIndexWalk(tx);
    return searchVectors(tx, chatbot.id, { vector, model: MODEL, exact: false }, CANDIDATES);
  });
}

async function recallOf(tenant: TestTenant, query: MadeQuery): Promise<number> {
  const best = async (forced?: "exact") =>
    (await nearest(tenant, query, forced)).slice(0, NEAREST).map((hit) => `${hit.documentId}#${hit.ordinal}`);
  const wanted = new Set(await best("exact"));
  return (await best()).filter((key) => wanted.has(key)).length / NEAREST;
}

async function inTurn<T, R>(items: T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of queue) results.push(await work(item));
    }),
  );
  return results;
}

import { bootstrap, isHit, mean, ndcg, recall } from "./metrics.ts";
import { type Ranked, type Ranker, type Row, rankers } from "./ranked.ts";

/** How well each ranker orders the documents of one half of a set's questions. */
export function describeSearch(set: string, half: string, ranked: Ranked[]): Row[] {
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

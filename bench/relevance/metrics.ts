const CUT = 10;

/**
 * Normalized discounted cumulative gain of the first ten, binary relevance (Järvelin and Kekäläinen 2002).
 */
export function ndcg(ranking: string[], relevant: Set<string>): number {
  const gain = (at: number) => 1 / Math.log2(at + 2);
  const got = ranking.slice(0, CUT).reduce((sum, name, at) => sum + (relevant.has(name) ? gain(at) : 0), 0);
  let ideal = 0;
  for (let at = 0; at < Math.min(CUT, relevant.size); at += 1) ideal += gain(at);
  return ideal === 0 ? 0 : got / ideal;
}

export function recall(ranking: string[], relevant: Set<string>): number {
  return ranking.slice(0, CUT).filter((name) => relevant.has(name)).length / Math.max(1, relevant.size);
}

export const isHit = (ranking: string[], relevant: Set<string>, among: number) =>
  Number(ranking.slice(0, among).some((name) => relevant.has(name)));

export const mean = (values: number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/**
 * Paired bootstrap over queries: the 95% interval of the mean difference (Sakai 2006). Seeded, so that a
 * run can be repeated.
 */
export function bootstrap(differences: number[], draws = 5_000): { low: number; high: number } {
  let seed = 20_261_123;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 4_294_967_296;
  };
  const means = Array.from({ length: draws }, () =>
    mean(differences.map(() => differences[Math.floor(random() * differences.length)] ?? 0)),
  ).sort((a, b) => a - b);
  return { low: means[Math.floor(draws * 0.025)] ?? 0, high: means[Math.floor(draws * 0.975)] ?? 0 };
}

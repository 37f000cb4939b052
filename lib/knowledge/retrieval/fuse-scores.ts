/** A chunk found by text or by vectors. `key` is unique within one search. */
export type Hit = { key: string; score: number };
export type Fused = { key: string; score: number; textScore: number | null; vectorScore: number | null };

/** Tuned on the tuning halves of CISI, the PostgreSQL manual and the handbook (decision 005). */
const TEXT_WEIGHT = 0.65;
/** The share that remains if the words say nothing (`textTrust`). */
const LEAST_TEXT_WEIGHT = 0.2;

/** Scales scores to 0..1. The best is 1 and `floor` is 0, so that a single weak hit does not look certain. */
function scale(hits: Hit[], floor: number): Map<string, number> {
  const top = Math.max(...hits.map((hit) => hit.score));
  const span = top - floor;
  return new Map(hits.map((hit) => [hit.key, span <= 0 ? 1 : Math.max(0, (hit.score - floor) / span)]));
}

/**
 * Combines text and vector scores by weighted min-max normalization (convex combination; Bruch et al. 2023,
 * "An Analysis of Fusion Functions for Hybrid Retrieval"). If one side is empty, the other's order is kept.
 * @param trust how reliably the words match the question, 0 to 1
 */
export function fuseScores(text: Hit[], vector: Hit[], trust = 1): Fused[] {
  const textScaled = scale(text, 0);
  const vectorScaled = scale(vector, Math.min(...vector.map((hit) => hit.score)));
  const textRaw = new Map(text.map((hit) => [hit.key, hit.score]));
  const vectorRaw = new Map(vector.map((hit) => [hit.key, hit.score]));
  const textWeight =
    text.length === 0
      ? 0
      : vector.length === 0
        ? 1
        : LEAST_TEXT_WEIGHT + (TEXT_WEIGHT - LEAST_TEXT_WEIGHT) * trust;
  return [...new Set([...textRaw.keys(), ...vectorRaw.keys()])]
    .map((key) => ({
      key,
      score: textWeight * (textScaled.get(key) ?? 0) + (1 - textWeight) * (vectorScaled.get(key) ?? 0),
      textScore: textRaw.get(key) ?? null,
      vectorScore: vectorRaw.get(key) ?? null,
    }))
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
}

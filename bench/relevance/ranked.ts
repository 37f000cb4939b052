import type { Found } from "#lib/knowledge/retrieval/search-knowledge.ts";
import type { Question } from "./read-sets.ts";

export type Row = Record<string, string | number>;
export const rankers = ["BM25 baseline", "full text", "vector", "hybrid"] as const;
export type Ranker = (typeof rankers)[number];
export type Ranked = { question: Question; found: Found; rankings: Record<Ranker, string[]> };

export const halves = ["tuning", "held out"] as const;
export type Half = (typeof halves)[number];

/** Every other question was used for tuning; the rest is held out. */
export function halfOf<T>(all: T[], half: Half): T[] {
  return all.filter((_, at) => at % 2 === (half === "tuning" ? 0 : 1));
}

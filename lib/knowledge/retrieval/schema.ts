import { z } from "zod";
import type { PageRange } from "../parsing/pages.ts";

export const QUERY_MAX_CHARS = 2_000;

export const searchInput = z.object({
  chatbot: z.string().min(1).max(64),
  query: z.string().trim().min(1).max(QUERY_MAX_CHARS),
  limit: z.number().int().min(1).max(100).default(8),
});

/** A passage found. The raw scores of both searches are included, so that thresholds can be explained. */
export type SearchResult = {
  document: string;
  path: string;
  title: string;
  headingPath: string[];
  ordinal: number;
  start: number;
  end: number;
  /** Set if the document has pages or slides. */
  pages: PageRange | null;
  text: string;
  /** Fused score, 0 to 1 within this result. */
  score: number;
  /** Okapi BM25, unbounded; null if no word of the query occurs. */
  textScore: number | null;
  /** Cosine similarity, -1 to 1; null if it is not among the nearest. */
  vectorScore: number | null;
  /** Share of the query's word weight (inverse document frequency) found in the passage, 0 to 1. */
  coverage: number;
  /** A curated answer to this very question. It comes first. */
  isCuratedAnswer: boolean;
};

export type SearchAnswer = {
  query: string;
  /** Whether the raw scores suggest that the knowledge contains an answer. */
  answerable: boolean;
  /**
   * Whether vectors were searched. "unavailable": there are none, or the embedding model is not responding;
   * "other_language": the model does not support the language.
   */
  meaning: "used" | "unavailable" | "other_language";
  /** Unknown stems and their replacements; `strength`, 0 to 1, is their weight. */
  corrections: { typed: string; lexemes: string[]; strength: number }[];
  results: SearchResult[];
};

import { z } from "zod";
import type { IngestOutcome } from "../schema.ts";

export const PHRASING_MAX_CHARS = 300;
/** Leaves room for other passages in a language model's context. */
export const CURATED_ANSWER_MAX_CHARS = 8_000;
const CURATED_ANSWERS_PER_REQUEST = 100;

const phrasing = z.string().trim().min(1).max(PHRASING_MAX_CHARS);

/** A question with its phrasings, and the fixed answer to it in Markdown. */
export const curatedAnswerInput = z.object({
  /** Storing under the same key replaces the curated answer. */
  key: z.string().trim().min(1).max(200),
  question: phrasing,
  /** Other ways to ask the question. */
  phrasings: z.array(phrasing).max(20).default([]),
  answer: z.string().trim().min(1).max(CURATED_ANSWER_MAX_CHARS),
});
export type CuratedAnswer = z.output<typeof curatedAnswerInput>;

/** Body of `PUT …/pairs`. */
export const curatedAnswersInput = z.object({
  pairs: z.array(curatedAnswerInput).min(1).max(CURATED_ANSWERS_PER_REQUEST),
});
/** Query of `GET …/pairs`; `after` is the last key of the previous page. */
export const curatedAnswersQuery = z.object({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

type StoredCuratedAnswer = CuratedAnswer & { document: string };
/** Ordered by key; `after` is the cursor of the next page, null on the last. */
export type CuratedAnswerPage = { pairs: StoredCuratedAnswer[]; after: string | null };
export type CuratedAnswerOutcome = { key: string; outcome: IngestOutcome["outcome"]; document: string };

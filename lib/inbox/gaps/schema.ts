import { z } from "zod";
import { CURATED_ANSWER_MAX_CHARS, PHRASING_MAX_CHARS } from "#lib/knowledge/curated/schema.ts";

export const MAX_WORDINGS = 5;

const wording = z.string().trim().min(1, "Enter a question.").max(PHRASING_MAX_CHARS);

/** Body of `POST …/gaps/{gap}/answer`. */
export const gapAnswerInput = z.object({
  question: wording,
  answer: z.string().trim().min(1, "Enter an answer.").max(CURATED_ANSWER_MAX_CHARS),
  /** Other ways to ask it, which are tried too and stored with it. */
  wordings: z.array(wording).max(MAX_WORDINGS).default([]),
  isGolden: z.boolean().default(true),
  /** Whether to save it although a wording would not get it. */
  isForced: z.boolean().default(false),
});
export type GapAnswer = z.infer<typeof gapAnswerInput>;

/** Body of `PATCH …/gaps/{gap}`. */
export const gapChange = z.object({ state: z.enum(["open", "outOfScope"]) });

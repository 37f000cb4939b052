import { z } from "zod";
import { MESSAGE_MAX_CHARS } from "#lib/conversation/schema.ts";

const text = z.string().trim().min(1);
const question = text.max(MESSAGE_MAX_CHARS);

/** A question as written in the file. */
const entry = z
  .strictObject({
    question,
    /** Earlier questions of the same conversation, asked before it. */
    after: z.array(question).max(20).default([]),
    /** A document that answers it, by path, title or address; of `sources` any counts. */
    source: text.optional(),
    sources: z.array(text).min(1).optional(),
    /** The page or slide that holds the answer. */
    page: z.int().positive().optional(),
    /** A heading above the passage. */
    heading: text.optional(),
    /** Texts of which each must stand in the answer; of a list within it any counts. */
    facts: z.array(z.union([text, z.array(text).min(1)])).default([]),
    unanswerable: z.literal(true).optional(),
    /** A name of the person's own, by which results are also summed up. */
    kind: text.max(60).optional(),
  })
  .superRefine((value, context) => {
    const complain = (message: string) => context.addIssue({ code: "custom", message });
    const isExpected = value.source ?? value.sources ?? value.page ?? value.heading ?? value.facts[0];
    if (value.source && value.sources) complain("give source or sources, not both");
    if (value.unanswerable && isExpected)
      complain("an unanswerable question must not have a source, page, heading, or facts");
    if (!value.unanswerable && !value.source && !value.sources && !value.facts[0])
      complain("set what is expected: source, sources, facts, or unanswerable");
    if ((value.page || value.heading) && !value.source && !value.sources)
      complain("page and heading require a source");
  });

/** A question with what a right answer to it is. */
export type GoldenQuestion = {
  /** Where it begins in its file, from 1. */
  line: number;
  question: string;
  after: string[];
  /** Documents of which any counts; empty where none is named. */
  sources: string[];
  page: number | null;
  heading: string | null;
  /** Each must stand in the answer; of each any way of writing it counts. */
  facts: string[][];
  isUnanswerable: boolean;
  kind: string | null;
};

export function toGoldenQuestion(value: unknown, line: number): GoldenQuestion {
  const { source, sources = [], page, heading, facts, unanswerable, kind, ...rest } = entry.parse(value);
  return {
    line,
    ...rest,
    sources: source ? [source] : sources,
    page: page ?? null,
    heading: heading ?? null,
    facts: facts.map((fact) => (typeof fact === "string" ? [fact] : fact)),
    isUnanswerable: unanswerable ?? false,
    kind: kind ?? null,
  };
}

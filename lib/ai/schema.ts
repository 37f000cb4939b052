import type { JSONValue } from "@ai-sdk/provider";
import type { TextLanguage } from "#lib/core/text-languages.ts";

/** A passage as given to a model: data, never instructions. */
export type Passage = {
  /** The number used by citation marks in the answer. */
  number: number;
  title: string;
  headingPath: string[];
  text: string;
  /** Fused search score, 0 to 1. */
  score: number;
  /** Similarity of its meaning to that of the question, -1 to 1, if known. */
  similarity?: number | undefined;
  /** Share of the question's words that it holds, 0 to 1. */
  coverage?: number | undefined;
  /** When its document was last changed, as an ISO date. */
  date?: string | undefined;
  /** A curated answer to this exact question, to be used verbatim. */
  isCuratedAnswer?: boolean | undefined;
};

/**
 * Where answers may come from. "knowledge": documents only; "prefer": documents first, other answers are
 * marked; "free": documents where they help.
 */
export const answerPolicies = ["knowledge", "prefer", "free"] as const;
export type AnswerPolicy = (typeof answerPolicies)[number];

/**
 * Passed to the built-in model as `providerOptions.parley`; other providers ignore it. `answerable` is the
 * search's own judgment from raw scores. `earlier` is the previous question, for a follow-up.
 */
export type GroundingOptions = {
  question: string;
  earlier?: string;
  passages: Passage[];
  answerable: boolean;
  /** How much of the question the best passages cover, 0 to 1. */
  evidence?: number;
  policy?: AnswerPolicy;
  /** Where a decline sends people: passages that name a contact, numbered after the others. */
  contact?: Passage[];
  /** Who answers: what it says about itself is taken from here. */
  chatbot?: { name: string; greeting: string; starters: string[] };
  /** Language of the sources. */
  language?: TextLanguage;
  /** The skill recognized in the question: the built-in model calls it and repeats its result. */
  skill?: { name: string; input: JSONValue };
  /** Who said what, oldest first: the built-in model quotes highlights of it, and answers nothing. */
  recap?: { name: string; text: string }[];
};

/**
 * The model of chatbots that have no model setting. `builtIn`: no provider is connected, so chatbots cannot
 * choose another one.
 */
export type StandardModel = { id: string; builtIn: boolean };

/**
 * Why a call to a model failed, as far as its error shows. `model_unavailable`: not reached, or a fault of
 * the server; `model_key_refused`, `model_not_found`, `model_quota_used`: for the operator to fix;
 * `model_busy`: too many requests; `prompt_too_long`: more than the model's context; `content_filtered`: the
 * provider's filter.
 */
export const modelProblems = [
  "model_unavailable",
  "model_key_refused",
  "model_not_found",
  "model_busy",
  "model_quota_used",
  "prompt_too_long",
  "content_filtered",
] as const;
export type ModelProblem = (typeof modelProblems)[number];

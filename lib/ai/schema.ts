import type { JSONValue } from "@ai-sdk/provider";

/** A passage as a model is given it: data, never instructions. */
export type Passage = {
  /** The number that a citation mark in the answer carries. */
  number: number;
  title: string;
  headingPath: string[];
  text: string;
  /** Fused score, 0 to 1, of the search that found it. */
  score: number;
  /** An answer that people wrote for this very question: to be given as it is. */
  isCuratedAnswer?: boolean | undefined;
};

/**
 * Where answers may come from: "knowledge" alone; "prefer" it, and say so where an answer comes from elsewhere; "free" to
 * use it where it helps.
 */
export const answerPolicies = ["knowledge", "prefer", "free"] as const;
export type AnswerPolicy = (typeof answerPolicies)[number];

/**
 * What Parley hands its built-in model beside the prompt, under `providerOptions.parley`; other providers do not read
 * it. `answerable` is the search's own judgement from raw scores; `earlier` what was asked before, where the question leans
 * on it.
 */
export type GroundingOptions = {
  question: string;
  earlier?: string;
  passages: Passage[];
  answerable: boolean;
  policy?: AnswerPolicy;
  /** The skill that the question asks for by its words: the built-in model calls it, and says what comes of it. */
  skill?: { name: string; input: JSONValue };
};

/** The model of an instance. Built in: no provider is connected, so that no chatbot's own model can be reached. */
export type InstanceModel = { id: string; builtIn: boolean };

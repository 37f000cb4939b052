import type { Id } from "#lib/core/ids.ts";
import type { PlacedCard, SkillCall } from "#lib/skills/card.ts";
import type { Grounding } from "../../mark-parsing/grounding.ts";
import type { TurnErrorCode, TurnState } from "../schema.ts";

export type NewTurn = {
  turnId: Id<"trn">;
  questionId: Id<"msg">;
  answerId: Id<"msg">;
  provider: string;
  model: string;
};

/** A turn under the epoch of the process that runs it. Writes under any other epoch are rejected. */
export type HeldTurn = NewTurn & { epoch: number };

export type Turn = HeldTurn & {
  conversationId: Id<"cnv">;
  title: string;
  question: string;
  hasHistory: boolean;
};

/**
 * How a turn is queued. `none`: this process answers it now. `exclusive`: a worker answers it; rejected while
 * another turn of the conversation is queued or running. `append`: a worker answers it after those.
 */
export type QueueMode = "none" | "exclusive" | "append";

export type QuotedPassage = {
  number: number;
  documentId: Id<"doc">;
  documentVersion: string;
  ordinal: number;
  startOffset: number;
  endOffset: number;
  headingPath: string[];
};

/** What is stored when a turn ends. */
export type TurnResult = {
  state: Exclude<TurnState, "running">;
  errorCode: TurnErrorCode | null;
  text: string;
  inputTokens: number | null;
  outputTokens: number | null;
  firstTokenAt: Date | null;
  quoted: QuotedPassage[];
  cards: PlacedCard[];
  skills: SkillCall[];
  grounding: Grounding | null;
  /** How much of the question the best passages cover, 0 to 1. */
  evidence: number | null;
};

export type TurnEnding = Pick<TurnResult, "state" | "errorCode" | "inputTokens" | "outputTokens">;

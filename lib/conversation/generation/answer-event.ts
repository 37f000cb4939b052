import type { LanguageModelV4ToolCall } from "@ai-sdk/provider";
import type { TurnErrorCode } from "../schema.ts";

export type AnswerLimits = {
  firstTokenMs: number;
  stallMs: number;
  totalMs: number;
  /** Attempts in total. Retries happen only while nothing visible was sent. */
  attempts: number;
};

export type AnswerUsage = { inputTokens: number | null; outputTokens: number | null };

export type AnswerEvent =
  | { type: "attempt"; number: number }
  | { type: "text"; delta: string }
  /** The text of this call was a thought. */
  | { type: "retract" }
  | { type: "end"; state: "complete"; usage: AnswerUsage }
  | { type: "end"; state: "stopped"; usage: AnswerUsage }
  /** The model waits for the results of skill calls. */
  | { type: "end"; state: "called"; usage: AnswerUsage; calls: LanguageModelV4ToolCall[] }
  | {
      type: "end";
      state: "interrupted" | "failed";
      errorCode: TurnErrorCode;
      usage: AnswerUsage;
      cause: unknown;
    };

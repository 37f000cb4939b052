import type { LanguageModelV4StreamPart, LanguageModelV4ToolCall } from "@ai-sdk/provider";
import { modelProblem } from "#lib/ai/model-problem.ts";
import type { TurnErrorCode } from "../schema.ts";
import type { AnswerEvent, AnswerUsage } from "./answer-event.ts";
import { Stalled } from "./time-limit.ts";

export type Outcome = Extract<AnswerEvent, { type: "end" }>;
type Finish = Extract<LanguageModelV4StreamPart, { type: "finish" }>;

const MAX_TOKENS = 100_000_000;

export const NO_USAGE: AnswerUsage = { inputTokens: null, outputTokens: null };

/** The model has thought and then said nothing; asked again, it would do the same. */
export class OnlyThought extends Error {}

/** How a call ended whose stream the provider has finished. @param isVisible whether any text is shown */
export function finishedOutcome(
  finish: Finish,
  { isVisible, hasThought }: { isVisible: boolean; hasThought: boolean },
  calls: LanguageModelV4ToolCall[],
): Outcome {
  const usage = {
    inputTokens: countOf(finish.usage.inputTokens.total),
    outputTokens: countOf(finish.usage.outputTokens.total),
  };
  const broken = (errorCode: TurnErrorCode, cause: unknown): Outcome => ({
    type: "end",
    state: isVisible ? "interrupted" : "failed",
    errorCode,
    usage,
    cause,
  });
  const { unified, raw } = finish.finishReason;
  // Some servers finish with "stop" after tool calls.
  if (calls.length > 0 && unified !== "length") return { type: "end", state: "called", usage, calls };
  switch (unified) {
    case "length":
      return broken("too_long", null);
    case "content-filter":
      return isVisible ? { type: "end", state: "complete", usage } : broken("content_filtered", null);
    case "stop":
    case "tool-calls":
      break;
    case "other":
      if (raw !== undefined) break;
      return brokenOff(isVisible, new Error("The stream ended without a finish."));
    default:
      return brokenOff(
        isVisible,
        new Error(`The stream ended as ${unified} (${raw ?? "without a finish"}).`),
      );
  }
  return isVisible
    ? { type: "end", state: "complete", usage }
    : broken("model_silent", new (hasThought ? OnlyThought : Error)("The model finished without any text."));
}

/** How a call ended that failed or broke off. */
export function brokenOff(isVisible: boolean, cause: unknown): Outcome {
  const state = isVisible ? "interrupted" : "failed";
  const errorCode =
    cause instanceof Stalled ? "model_stalled" : isVisible ? "model_cut" : modelProblem(cause);
  return { type: "end", state, errorCode, usage: NO_USAGE, cause };
}

/** A provider's token count; null where it is not plausible, so that the answer is not lost over it. */
function countOf(total: number | undefined): number | null {
  return Number.isInteger(total) && (total as number) >= 0 && (total as number) <= MAX_TOKENS
    ? (total as number)
    : null;
}

import type { LanguageModelV4, LanguageModelV4CallOptions } from "@ai-sdk/provider";
import type { AnswerEvent, AnswerLimits } from "./answer-event.ts";
import type { Outcome } from "./answer-outcome.ts";
import { attemptAnswer } from "./attempt-answer.ts";
import { retryDelay } from "./retry-delay.ts";

/**
 * Streams one answer from a model over the AI SDK's provider protocol. Ends with exactly one `end`:
 * `complete` only after the provider's own valid finish, else `stopped`, `interrupted` (text was sent) or
 * `failed` (none was). Retries only before the first visible token, and waits as Retry-After says.
 * @param isFollowUp part of the answer is already shown, so the model may finish without text
 */
export async function* streamAnswer(
  model: LanguageModelV4,
  options: LanguageModelV4CallOptions,
  limits: AnswerLimits,
  stop: AbortSignal,
  isFollowUp = false,
): AsyncGenerator<AnswerEvent> {
  const deadline = Date.now() + limits.totalMs;
  for (let number = 1; ; number += 1) {
    yield { type: "attempt", number };
    const attempt = attemptAnswer({ model, options, limits, deadline, stop, isFollowUp });
    let isVisible = false;
    let outcome: Outcome | undefined;
    for await (const event of attempt) {
      if (event.type === "end") outcome = event;
      else {
        isVisible = event.type === "text";
        yield event;
      }
    }
    if (!outcome) throw new Error("A model call ended without an outcome.");
    const wait =
      outcome.state === "failed" && !isVisible ? retryDelay(outcome.cause, number, limits, deadline) : null;
    if (wait === null) {
      yield outcome;
      return;
    }
    await sleep(wait, stop);
  }
}

function sleep(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    stop.addEventListener("abort", finish, { once: true });
  });
}

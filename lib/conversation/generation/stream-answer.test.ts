import type { LanguageModelV4, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { convertArrayToReadableStream } from "ai/test";
import { expect, it } from "vitest";
import type { AnswerEvent } from "./answer-event.ts";
import { streamAnswer } from "./stream-answer.ts";

/** A model that sends one word and then reports its usage. */
function modelThatCounts(total: number): LanguageModelV4 {
  const parts = [
    { type: "text-delta", id: "0", delta: "Yes." },
    {
      type: "finish",
      finishReason: { unified: "stop", raw: "stop" },
      usage: { inputTokens: { total }, outputTokens: { total } },
    },
  ] as LanguageModelV4StreamPart[];
  return {
    doStream: async () => ({ stream: convertArrayToReadableStream(parts) }),
  } as unknown as LanguageModelV4;
}

it.each([
  [0, 0],
  [17, 17],
  [-1, null],
  [1.5, null],
  [Number.NaN, null],
  [1e12, null],
])("completes the answer when the provider counts %s tokens", async (counted, known) => {
  const events: AnswerEvent[] = [];
  const limits = { firstTokenMs: 1_000, stallMs: 1_000, totalMs: 5_000, attempts: 1 };
  const signal = new AbortController().signal;
  for await (const event of streamAnswer(modelThatCounts(counted), { prompt: [] }, limits, signal))
    events.push(event);
  expect(events.at(-1)).toEqual({
    type: "end",
    state: "complete",
    usage: { inputTokens: known, outputTokens: known },
  });
});

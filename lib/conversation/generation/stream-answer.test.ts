import type { LanguageModelV4, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { convertArrayToReadableStream } from "ai/test";
import { expect, it } from "vitest";
import type { AnswerEvent } from "./answer-event.ts";
import { streamAnswer } from "./stream-answer.ts";

const word = { type: "text-delta", id: "0", delta: "Yes." } as LanguageModelV4StreamPart;
const finish = (total: number) =>
  ({
    type: "finish",
    finishReason: { unified: "stop", raw: "stop" },
    usage: { inputTokens: { total }, outputTokens: { total } },
  }) as LanguageModelV4StreamPart;

/** How the answer of a model ends that sends these parts. */
async function endOf(parts: LanguageModelV4StreamPart[]): Promise<AnswerEvent | undefined> {
  const model = {
    doStream: async () => ({ stream: convertArrayToReadableStream(parts) }),
  } as unknown as LanguageModelV4;
  const events: AnswerEvent[] = [];
  const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 60_000, attempts: 1 };
  const signal = new AbortController().signal;
  for await (const event of streamAnswer(model, { prompt: [] }, limits, signal)) events.push(event);
  return events.at(-1);
}

it.each([
  [0, 0],
  [17, 17],
  [-1, null],
  [1.5, null],
  [Number.NaN, null],
  [1e12, null],
])("completes the answer when the provider counts %s tokens", async (counted, known) => {
  expect(await endOf([word, finish(counted)])).toEqual({
    type: "end",
    state: "complete",
    usage: { inputTokens: known, outputTokens: known },
  });
});

it("interrupts the answer when the stream ends without a finish", async () => {
  expect(await endOf([word])).toMatchObject({ state: "interrupted", errorCode: "model_cut" });
});

it("interrupts the answer when the provider reports an error, even if it finishes after that", async () => {
  const error = { type: "error", error: new Error("Broken.") } as LanguageModelV4StreamPart;
  expect(await endOf([word, error, finish(1)])).toMatchObject({
    state: "interrupted",
    errorCode: "model_cut",
  });
});

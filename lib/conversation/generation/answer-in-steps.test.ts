import type { LanguageModelV4, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { convertArrayToReadableStream } from "ai/test";
import { expect, it } from "vitest";
import { moonSkill } from "#lib/oracle/moon-skill.ts";
import { answerInSteps, type StepEvent } from "./answer-in-steps.ts";

/** A model that only calls a skill. */
const caller = {
  doStream: async () => ({
    stream: convertArrayToReadableStream([
      { type: "tool-call", toolCallId: "1", toolName: "moon_phase", input: "{}" },
      {
        type: "finish",
        finishReason: { unified: "tool-calls", raw: "tool_calls" },
        usage: { inputTokens: { total: 1 }, outputTokens: { total: 1 } },
      },
    ] as LanguageModelV4StreamPart[]),
  }),
} as unknown as LanguageModelV4;

it("marks a running skill as failed when the answer is stopped", async () => {
  const stop = new AbortController();
  const answer = answerInSteps({
    model: { model: caller, provider: "test", id: "caller", builtIn: false },
    fallback: null,
    options: { prompt: [] },
    skills: [moonSkill],
    use: () => {
      setImmediate(() => stop.abort());
      return new Promise(() => {});
    },
    limits: { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 60_000, attempts: 1 },
    stop: stop.signal,
  });
  const events: StepEvent[] = [];
  for await (const event of answer) if (event.type !== "attempt") events.push(event);
  expect(events).toEqual([
    { type: "skill", call: { id: "skill-1", name: "moon_phase", state: "running" } },
    { type: "skill", call: { id: "skill-1", name: "moon_phase", state: "failed" } },
    { type: "end", state: "stopped", usage: { inputTokens: 1, outputTokens: 1 } },
  ]);
});

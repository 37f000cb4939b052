import { afterEach, expect, test, vi } from "vitest";
import { embedSentences } from "./embed-sentences.ts";

const texts = Array.from({ length: 20 }, (_, at) => `text ${at}`);
const vectorsOf = (batch: string[]) => batch.map((text) => Float32Array.from([Number(text.slice(5))]));

afterEach(() => vi.unstubAllEnvs());

test("embeds a few texts at a time, in order", async () => {
  const batches: string[][] = [];
  const vectors = await embedSentences(texts, async (batch) => {
    batches.push(batch);
    return vectorsOf(batch);
  });
  expect(batches.map(({ length }) => length)).toEqual([8, 8, 4]);
  expect(vectors?.map(([first]) => first)).toEqual(texts.map((_, at) => at));
});

test("does without while others are being compared, and again when they are done", async () => {
  const gate = Promise.withResolvers<void>();
  const slow = async (batch: string[]) => {
    await gate.promise;
    return vectorsOf(batch);
  };
  const others = Array.from({ length: 4 }, () => embedSentences(["text 1"], slow));
  const never = () => Promise.reject(new Error("It was asked."));
  expect(await embedSentences(["text 2"], never)).toBeNull();
  gate.resolve();
  await Promise.all(others);
  expect(await embedSentences(["text 3"], async (batch) => vectorsOf(batch))).toHaveLength(1);
});

test("does without if the model fails, however often", async () => {
  vi.stubEnv("LOG_LEVEL", "silent");
  const failing = () => Promise.reject(new Error("The worker died."));
  for (let times = 0; times < 6; times += 1) expect(await embedSentences(texts, failing)).toBeNull();
  expect(await embedSentences(["text 1"], async (batch) => vectorsOf(batch))).toHaveLength(1);
});

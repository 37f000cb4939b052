import { afterEach, expect, test, vi } from "vitest";
import { embedSentences as embedKnown, makeKnown } from "./embed-sentences.ts";

const texts = Array.from({ length: 20 }, (_, at) => `text ${at}`);
const vectorsOf = (batch: string[]) => batch.map((text) => Float32Array.from([Number(text.slice(5))]));

type Embed = (texts: string[]) => Promise<Float32Array[]>;
const embedSentences = (given: string[], embed: Embed) => embedKnown(given, embed, makeKnown());

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

test("embeds a text once while it is remembered, and texts of about one length together", async () => {
  const asked: string[] = [];
  const known = makeKnown(10);
  const embed = async (batch: string[]) => {
    asked.push(...batch);
    return batch.map((text) => Float32Array.from([text.length]));
  };
  const lengthsOf = async (given: string[]) => (await embedKnown(given, embed, known))?.map(([n]) => n);
  expect(await lengthsOf(["four", "a", "four", "ab"])).toEqual([4, 1, 4, 2]);
  expect(asked).toEqual(["a", "ab", "four"]);
  expect(await lengthsOf(["four", "abc", "a"])).toEqual([4, 3, 1]);
  expect(asked.slice(3)).toEqual(["abc"]);
  await lengthsOf(Array.from({ length: 10 }, (_, at) => "x".repeat(at + 20)));
  expect(await lengthsOf(["four"])).toEqual([4]);
  expect(asked.at(-1)).toBe("four");
});

test("does without if the model returns too few vectors, and remembers none for what is missing", async () => {
  vi.stubEnv("LOG_LEVEL", "silent");
  const known = makeKnown();
  const tooFew = async (batch: string[]) => vectorsOf(batch.slice(1));
  expect(await embedKnown(["text 1", "text 2"], tooFew, known)).toBeNull();
  const all = async (batch: string[]) => vectorsOf(batch);
  expect((await embedKnown(["text 2"], all, known))?.map(([first]) => first)).toEqual([2]);
});

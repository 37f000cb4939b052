import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { generateText, streamText } from "ai";
import { describe, expect, test } from "vitest";
import { builtInModel } from "./built-in-model.ts";
import { cutWords } from "./stream-words.ts";

const text = `${"The lamp is switched on with the red button. ".repeat(3)}The lamp shines for nine hours.`;
const parley = {
  question: "How long does the lamp shine?",
  passages: [{ number: 1, title: "Lamp", headingPath: [], text, score: 1 }],
  answerable: true,
};
const call: LanguageModelV4CallOptions = {
  prompt: [{ role: "user", content: [{ type: "text", text: "How long does the lamp shine?" }] }],
  providerOptions: { parley },
};

async function readAll(
  stream: ReadableStream<LanguageModelV4StreamPart>,
): Promise<LanguageModelV4StreamPart[]> {
  const parts: LanguageModelV4StreamPart[] = [];
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) parts.push(read.value);
  return parts;
}

describe("builtInModel", () => {
  const model = builtInModel({ delayMs: 0 });

  test("is a v4 model with its own name", () => {
    expect(model).toMatchObject({ specificationVersion: "v4", provider: "parley", modelId: "built-in" });
  });

  test("streams what it generates, in valid order, a few words at a time", async () => {
    const parts = await readAll((await model.doStream(call)).stream);
    const { content, usage, finishReason } = await model.doGenerate(call);
    const deltas = parts.flatMap((part) => (part.type === "text-delta" ? [part.delta] : []));
    expect(content).toEqual([{ type: "text", text: "The lamp shines for nine hours. [1]" }]);
    expect(deltas.join("")).toBe("The lamp shines for nine hours. [1]");
    expect(deltas.length).toBeGreaterThan(2);
    expect(parts.map(({ type }) => type).filter((type) => type !== "text-delta")).toEqual([
      "stream-start",
      "text-start",
      "text-end",
      "finish",
    ]);
    expect(parts.at(-1)).toEqual({
      type: "finish",
      finishReason: { unified: "stop", raw: undefined },
      usage,
    });
    expect(finishReason.unified).toBe("stop");
    expect(usage.outputTokens.total).toBeGreaterThan(0);
  });

  test("compares by meaning where words leave it unsure, unless it is stopped meanwhile", async () => {
    const unsure = {
      ...parley,
      question: "Will it burn through the evening?",
      answerable: false,
      evidence: 0.3,
    };
    const asked = { ...call, providerOptions: { parley: unsure } };
    const same = async (texts: string[]) => texts.map(() => Float32Array.from([1]));
    const { content } = await builtInModel({ delayMs: 0, embed: same }).doGenerate(asked);
    expect(content[0]).toMatchObject({ text: expect.stringMatching(/^I'm not sure[\s\S]*\[1\]/) });
    const stop = new AbortController();
    const stopped = builtInModel({
      delayMs: 0,
      embed: async (texts) => {
        stop.abort();
        return same(texts);
      },
    });
    await expect(stopped.doStream({ ...asked, abortSignal: stop.signal })).rejects.toThrow("aborted");
  });

  test("works under the AI SDK", async () => {
    const request = { model, prompt: "How long does the lamp shine?", providerOptions: { parley } };
    expect((await generateText(request)).text).toBe("The lamp shines for nine hours. [1]");
    expect(await streamText(request).text).toBe("The lamp shines for nine hours. [1]");
  });

  test("greets or declines without grounding", async () => {
    const say = async (words: string) => {
      const prompt: LanguageModelV4CallOptions["prompt"] = [
        { role: "user", content: [{ type: "text", text: words }] },
      ];
      return (await model.doGenerate({ prompt })).content;
    };
    expect(await say("hello")).toEqual([{ type: "text", text: "Hello! What would you like to know?" }]);
    expect(await say("Who is it?")).toMatchObject([
      { text: expect.stringContaining("don't have an answer") },
    ]);
  });

  test("reports invalid options", async () => {
    const wrong = { ...call, providerOptions: { parley: { ...parley, answerable: "yes" } } };
    await expect(model.doGenerate(wrong)).rejects.toThrow(/providerOptions\.parley: .*answerable/s);
  });
});

describe("abort", () => {
  test("ends the stream at once, in the middle of a pause", async () => {
    const abort = new AbortController();
    const { stream } = await builtInModel({ delayMs: 60_000 }).doStream({
      ...call,
      abortSignal: abort.signal,
    });
    const reader = stream.getReader();
    expect((await reader.read()).value?.type).toBe("stream-start");
    expect((await reader.read()).value?.type).toBe("text-start");
    const next = reader.read();
    abort.abort();
    await expect(next).rejects.toMatchObject({ name: "AbortError" });
  });

  test("before the call rejects it", async () => {
    const aborted = { ...call, abortSignal: AbortSignal.abort() };
    await expect(builtInModel().doStream(aborted)).rejects.toMatchObject({ name: "AbortError" });
    await expect(builtInModel().doGenerate(aborted)).rejects.toMatchObject({ name: "AbortError" });
  });

  test("after the end is harmless", async () => {
    const abort = new AbortController();
    const { stream } = await builtInModel({ delayMs: 0 }).doStream({ ...call, abortSignal: abort.signal });
    expect((await readAll(stream)).at(-1)?.type).toBe("finish");
    abort.abort();
  });

  test("reaches the AI SDK as an abort, not an error", async () => {
    const abort = new AbortController();
    const errors: unknown[] = [];
    const result = streamText({
      model: builtInModel({ delayMs: 20 }),
      prompt: "How long does the lamp shine?",
      providerOptions: { parley },
      abortSignal: abort.signal,
      onError: ({ error }) => void errors.push(error),
    });
    const types: string[] = [];
    for await (const part of result.fullStream) {
      types.push(part.type);
      if (part.type === "text-delta") abort.abort();
    }
    expect(types).toContain("abort");
    expect(types).not.toContain("finish");
    expect(errors).toEqual([]);
  });
});

test.each(["", " ", "a", "one two three four", " lead\n\n1. a\n2. b [1]\n\n```\n  x  y\n```\n"])(
  "cut words join to %j",
  (words) => {
    expect(cutWords(words).join("").trimEnd()).toBe(words.trimEnd());
  },
);

import type { LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { afterAll, beforeAll, expect, it } from "vitest";
import { resetEnv } from "#lib/core/env.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { chatModel } from "./chat-model.ts";

let server: ModelServer;

beforeAll(async () => {
  server = await startModelServer();
  process.env.OPENAI_BASE_URL = server.baseUrl;
  resetEnv();
});

afterAll(async () => {
  delete process.env.OPENAI_BASE_URL;
  resetEnv();
  await server.close();
});

async function partsOf(text: string, chunkChars: number): Promise<LanguageModelV4StreamPart[]> {
  server.script({ text, chunkChars });
  const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "Hello" }] }];
  const { stream } = await chatModel("local").doStream({ prompt });
  const parts: LanguageModelV4StreamPart[] = [];
  for await (const part of stream as unknown as AsyncIterable<LanguageModelV4StreamPart>) parts.push(part);
  return parts;
}

const textOf = (parts: LanguageModelV4StreamPart[]) =>
  parts.map((part) => (part.type === "text-delta" ? part.delta : "")).join("");

it.each([1, 2, 3, 5, 8, 200])("keeps thoughts out of the text, in pieces of %i characters", async (size) => {
  const parts = await partsOf("<think>Is 2 < 3? Yes.</think>It is, and 1 < 2 too.", size);
  expect(textOf(parts)).toBe("It is, and 1 < 2 too.");
  expect(parts.at(-1)).toMatchObject({ type: "finish", finishReason: { unified: "stop" } });
});

it("leaves a text without thoughts as it was sent", async () => {
  const text = "Use `a < b`, </b> and <thinking> freely.";
  expect(textOf(await partsOf(text, 1))).toBe(text);
});

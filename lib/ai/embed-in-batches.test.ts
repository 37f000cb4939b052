import { APICallError } from "@ai-sdk/provider";
import { expect, it } from "vitest";
import { embedInBatches } from "./embed-in-batches.ts";

const texts = Array.from({ length: 96 }, (_, index) => `text ${index}`);

function serverThatTakes(limit: number, message: string, statusCode = 400) {
  const sizes: number[] = [];
  const embed = async (batch: string[]) => {
    sizes.push(batch.length);
    if (batch.length > limit)
      throw new APICallError({ message, statusCode, url: "http://x.example", requestBodyValues: {} });
    return batch;
  };
  return { sizes, embed };
}

it.each([
  [10, "batch size is invalid, it should not be larger than 10.: input.contents", [96, 10]],
  [32, '{"detail":"Batch size 96 exceeds maximum allowed batch size of 32"}', [96, 32]],
  [10, "Too many inputs", [96, 64, 32, 16, 10]],
  [1, "unprocessable", [96, 64, 32, 16, 10, 8, 4, 1]],
])("embeds all texts in order when a server takes %i and says “%s”", async (limit, message, first) => {
  const server = `taking ${limit} ${message}`;
  const { sizes, embed } = serverThatTakes(limit, message, 422);
  expect(await embedInBatches(server, texts, embed)).toEqual(texts);
  expect(sizes.slice(0, first.length)).toEqual(first);
  sizes.length = 0;
  expect(await embedInBatches(server, texts, embed)).toEqual(texts);
  expect(Math.max(...sizes)).toBe(limit);
});

it("passes other errors on", async () => {
  const { sizes, embed } = serverThatTakes(0, "unauthorized", 401);
  await expect(embedInBatches("closed", texts, embed)).rejects.toThrow("unauthorized");
  expect(sizes).toEqual([96]);
});

it("gives up when a server refuses a single text", async () => {
  const { embed } = serverThatTakes(0, "the text is too long");
  await expect(embedInBatches("refusing", ["a", "b"], embed)).rejects.toThrow("too long");
});

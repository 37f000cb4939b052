import { describe, expect, test } from "vitest";
import { type Chunk, chunkDocument } from "./chunk-document.ts";
import { countWords } from "./count-words.ts";
import { randomDocument } from "./fixtures/random-document.ts";
import { splitWindows } from "./split-windows.ts";

function chunk(text: string, headingPath = ["Guide", "Setup"], context?: string): Chunk {
  return { ordinal: 0, headingPath, start: 0, end: text.length, text, ...(context ? { context } : {}) };
}

const sentence = "The quick brown fox jumps over the lazy dog. ";

test("starts every window with the heading path", () => {
  const windows = splitWindows("Guide", chunk(sentence.repeat(30)));
  expect(windows.length).toBeGreaterThan(2);
  expect(windows.every((window) => window.startsWith("Guide: Setup: The quick"))).toBe(true);
});

test("adds the title if the path lacks it", () => {
  expect(splitWindows("Manual", chunk("Text.", ["Guide"]))).toEqual(["Manual: Guide: Text."]);
});

test("does not repeat the headings of the path", () => {
  expect(splitWindows("Guide", chunk("## Setup\n\nText."))).toEqual(["Guide: Setup: Text."]);
});

test("splits between sentences", () => {
  const windows = splitWindows("Guide", chunk(sentence.repeat(30)));
  expect(windows.every((window) => window.endsWith("dog."))).toBe(true);
});

test("starts rows without their header with the column names", () => {
  expect(splitWindows("Guide", chunk("| 1 | 2 |", ["Guide"], "Name Size"))).toEqual([
    "Guide: Name Size: 1 2",
  ]);
});

test("contains no Markdown", () => {
  const text =
    "See [the **docs**](https://example.com).\n\n```js\nrun();\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |";
  expect(splitWindows("T", chunk(text, ["T"]))).toEqual(["T: See the docs. run(); a b 1 2"]);
});

test("limits the heading path to about 20 words and keeps title and last heading", () => {
  const path = [
    "The title",
    ...[1, 2, 3].map((n) => `heading ${n} with very many words in it to fill`),
    "Last one",
  ];
  const [window = ""] = splitWindows("The title", chunk("Text.", path));
  expect(window).toMatch(/^The title: .*Last one: Text\.$/);
  expect(window.split(/\s+/).length).toBeLessThanOrEqual(21);
});

test("cuts a word of more than 200 characters", () => {
  expect(splitWindows("T", chunk(`${"x".repeat(5_000)} end`, ["T"]))).toEqual([`T: ${"x".repeat(200)} end`]);
});

test("does not cut words in scripts without spaces", () => {
  const text = "这是一个没有空格的句子。".repeat(40);
  expect(
    splitWindows("T", chunk(text, ["T"]))
      .map((window) => window.slice(3).replaceAll(" ", ""))
      .join(""),
  ).toBe(text);
});

test("counts the tokens of code and numbers", () => {
  const code = Array.from(
    { length: 12 },
    (_, n) => `lock(0x${n}b7acd84) id(24688,24696,0,0,1) grantMask(0)`,
  ).join("\n");
  expect(splitWindows("T", chunk(code, ["T"])).length).toBeGreaterThan(3);
});

test("has a window for a chunk of hidden words only, and none for one without words", () => {
  expect(splitWindows("Guide", chunk("<!-- word -->"))).toEqual(["Guide: Setup"]);
  expect(splitWindows("Guide", chunk("***"))).toEqual([]);
});

describe("any chunk", () => {
  test.each(Array.from({ length: 60 }, (_, index) => index + 1))(
    "gives short windows with all its words (seed %i)",
    (seed) => {
      const document = { title: "Guide", format: "markdown" as const, content: randomDocument(seed) };
      for (const part of chunkDocument(document)) {
        const windows = splitWindows(document.title, part);
        for (const window of windows) expect(countWords(window)).toBeLessThanOrEqual(82);
        if (/[\p{L}\p{N}]/u.test(part.text)) expect(windows.length).toBeGreaterThan(0);
        const embedded = windows.join(" ");
        for (const word of part.text.match(/\b(?:river|market|engine|copper)\b/g) ?? [])
          expect(embedded).toContain(word);
      }
    },
  );
});

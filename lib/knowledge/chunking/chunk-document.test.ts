import { describe, expect, test } from "vitest";
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { readBlocks } from "../parsing/markdown/read-blocks.ts";
import { type DocumentText, parseDocument } from "../parsing/parse-document.ts";
import { chunkDocument } from "./chunk-document.ts";
import { countWords } from "./count-words.ts";
import { randomDocument } from "./fixtures/random-document.ts";

const seeds = Array.from({ length: 80 }, (_, index) => index + 1);
const sentence = "The quick brown fox jumps over the lazy dog near the river bank. ";

function markdown(content: string, title = "Guide"): DocumentText {
  return { title, format: "markdown", content };
}

function paths(document: DocumentText): string[][] {
  return chunkDocument(document).map((chunk) => chunk.headingPath);
}

describe("any document", () => {
  test.each(seeds)("is covered by disjoint slices in order (seed %i)", (seed) => {
    const document = markdown(randomDocument(seed));
    const chunks = chunkDocument(document);
    const headings = readBlocks(document.content).filter((block) => block.kind === "heading");
    let left = 0;
    const gaps: [number, number][] = [];
    chunks.forEach((chunk, index) => {
      expect(chunk.ordinal).toBe(index);
      expect(chunk.start).toBeGreaterThanOrEqual(left);
      expect(chunk.end).toBeGreaterThan(chunk.start);
      expect(chunk.text).toBe(document.content.slice(chunk.start, chunk.end));
      gaps.push([left, chunk.start]);
      left = chunk.end;
    });
    gaps.push([left, document.content.length]);
    const uncovered = gaps.flatMap(([from, to]) => visibleOffsets(document.content, from, to));
    const isHeading = (offset: number) => headings.some(({ start, end }) => start <= offset && offset < end);
    expect(uncovered.filter((offset) => !isHeading(offset))).toEqual([]);
  });

  test.each(seeds)("respects sizes, sections and headings (seed %i)", (seed) => {
    const document = markdown(randomDocument(seed));
    const blocks = readBlocks(document.content);
    const headings = blocks.filter((block) => block.kind === "heading");
    const hasText = headings.length < blocks.length;
    for (const chunk of chunkDocument(document)) {
      expect(countWords(chunk.text)).toBeLessThanOrEqual(400);
      expect(chunk.headingPath.length).toBeLessThanOrEqual(6);
      const inside = headings.filter(({ start }) => start > chunk.start && start < chunk.end);
      expect(inside.filter((block) => block.kind === "heading" && block.depth <= 2)).toEqual([]);
      if (hasText) expect(headings.some(({ end }) => end === chunk.end)).toBe(false);
    }
  });

  test("is deterministic", () => {
    for (const seed of seeds.slice(0, 20)) {
      const input = { path: "a.md", mediaType: "text/markdown", text: randomDocument(seed) };
      expect(chunkDocument(parseDocument(input))).toEqual(chunkDocument(parseDocument(input)));
    }
  });
});

function visibleOffsets(content: string, from: number, to: number): number[] {
  const offsets: number[] = [];
  for (let offset = from; offset < to; offset += 1)
    if (/\S/.test(content[offset] ?? "")) offsets.push(offset);
  return offsets;
}

describe("heading path", () => {
  test("starts with the title and follows the headings as plain text", () => {
    const content = `# Start *here*\n\n${sentence}\n\n## Use \`npm\`\n\n${sentence}\n\n### [Deep](x) one\n\n${sentence.repeat(5)}`;
    expect(paths(markdown(content))).toEqual([
      ["Guide", "Start here"],
      ["Guide", "Start here", "Use npm"],
      ["Guide", "Start here", "Use npm", "Deep one"],
    ]);
  });

  test("does not repeat the title", () => {
    expect(paths(markdown(`# Guide\n\n${sentence}`))).toEqual([["Guide"]]);
  });

  test("ends a section at a higher heading", () => {
    const content = `## A\n\nx\n\n### B\n\n${sentence.repeat(5)}\n\n## C\n\ny`;
    expect(paths(markdown(content)).at(-1)).toEqual(["Guide", "C"]);
  });

  test("keeps the title and the deepest headings when there are more than six", () => {
    const content = [1, 2, 3, 4, 5, 6].map((depth) => `${"#".repeat(depth)} H${depth}`).join("\n\n");
    expect(paths(markdown(`${content}\n\ntext`))).toEqual([["Guide", "H2", "H3", "H4", "H5", "H6"]]);
  });

  test("cuts long headings at 200 characters", () => {
    const [path] = paths(markdown(`# ${"x".repeat(500)}\n\ntext`));
    expect(path?.[1]).toBe("x".repeat(200));
  });
});

describe("sections", () => {
  test("merges tiny siblings under their parent", () => {
    const content = "## Parent\n\nIntro.\n\n### A\n\none\n\n### B\n\ntwo\n\n## Next\n\nthree";
    const chunks = chunkDocument(markdown(content));
    expect(chunks.map((chunk) => chunk.headingPath)).toEqual([
      ["Guide", "Parent"],
      ["Guide", "Next"],
    ]);
    expect(chunks[0]?.text).toContain("two");
  });

  test("gives a merged chunk its parent's path", () => {
    expect(paths(markdown("## Parent\n\n### A\n\none\n\n### B\n\ntwo"))).toEqual([["Guide", "Parent"]]);
  });

  test("does not merge tiny h2 sections", () => {
    expect(chunkDocument(markdown("## A\n\none\n\n## B\n\ntwo"))).toHaveLength(2);
  });

  test("does not merge a tiny section into a long one", () => {
    const content = `## P\n\n### A\n\n${sentence.repeat(10)}\n\n### B\n\ntwo`;
    expect(paths(markdown(content)).at(-1)).toEqual(["Guide", "P", "B"]);
  });

  test("omits an empty heading", () => {
    const chunks = chunkDocument(markdown("# Top\n\n## Sub\n\ntext\n\n## Empty"));
    expect(chunks.map((chunk) => chunk.text)).toEqual(["## Sub\n\ntext"]);
  });

  test("keeps a document of headings only", () => {
    expect(chunkDocument(markdown("# One\n\n## Two")).map((chunk) => chunk.text)).toEqual([
      "# One\n\n## Two",
    ]);
  });

  test("ignores headings in plain text", () => {
    const chunks = chunkDocument({ title: "Notes", format: "text", content: "# not a heading\n\nword" });
    expect(chunks.map((chunk) => chunk.headingPath)).toEqual([["Notes"]]);
  });

  test("treats a # inside a fence as code", () => {
    expect(chunkDocument(markdown("```sh\n# comment\n```\n\n~~~\n## more\n~~~"))).toHaveLength(1);
  });
});

describe("oversized blocks", () => {
  test("splits a table between rows and repeats its header as context", () => {
    const rows = Array.from({ length: 200 }, (_, index) => `| row ${index} | some words in a cell here |`);
    const chunks = chunkDocument(markdown(["| Name | Meaning |", "| - | - |", ...rows].join("\n")));
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.every((chunk) => chunk.text.startsWith("|") && chunk.text.endsWith("|"))).toBe(true);
    expect(chunks.map((chunk) => chunk.context)).toEqual([
      undefined,
      ...chunks.slice(1).map(() => "Name Meaning"),
    ]);
  });

  test("splits a list between items", () => {
    const chunks = chunkDocument(
      markdown(Array.from({ length: 40 }, () => `- ${sentence}${sentence}`).join("\n")),
    );
    expect(chunks.every((chunk) => chunk.text.startsWith("- "))).toBe(true);
  });

  test("repeats the lead of a long list item as context", () => {
    const item = `- **timeout**\n\n${Array.from({ length: 6 }, () => `  ${sentence.repeat(8)}`).join("\n\n")}`;
    const chunks = chunkDocument(markdown(item));
    expect(chunks.slice(1).map((chunk) => chunk.context)).toEqual(chunks.slice(1).map(() => "timeout"));
    expect(chunks.length).toBeGreaterThan(1);
  });

  test("splits a paragraph between sentences", () => {
    const chunks = chunkDocument(markdown(sentence.repeat(100)));
    expect(chunks.every((chunk) => chunk.text.startsWith("The") && chunk.text.endsWith("."))).toBe(true);
  });

  test("splits code between lines and keeps indentation", () => {
    const lines = Array.from({ length: 200 }, (_, index) => `    call(${index}) // with a few words`);
    const chunks = chunkDocument(markdown(["```js", ...lines, "```"].join("\n")));
    expect(chunks[0]?.text.startsWith("```js\n    call(0)")).toBe(true);
    expect(chunks.at(-1)?.text.endsWith("\n```")).toBe(true);
    expect(chunks[1]?.text).toMatch(/^ {4}call\(\d+\)/);
  });

  test("does not split code below the limit", () => {
    const code = ["```", ...Array.from({ length: 40 }, () => "one two three four five six"), "```"].join(
      "\n",
    );
    const chunks = chunkDocument(markdown(`${sentence.repeat(12)}\n\n${code}\n\n${sentence.repeat(12)}`));
    expect(chunks.filter((chunk) => chunk.text.includes("```")).map((chunk) => chunk.text)).toEqual([code]);
  });

  test("keeps the marker of an item that begins on the next line", () => {
    const [first] = chunkDocument(markdown(`-\n  ${sentence.repeat(60)}`));
    expect(first?.text.startsWith("-\n  The quick")).toBe(true);
  });

  test.each([0, 1])("never splits a character (%i before it)", (offset) => {
    const chunks = chunkDocument(markdown("a".repeat(offset) + "😀".repeat(20_000)));
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks.every((chunk) => chunk.text.isWellFormed())).toBe(true);
  });

  test("counts words in scripts without spaces", () => {
    const chunks = chunkDocument(markdown("这是一个句子。".repeat(500)));
    expect(Math.max(...chunks.map((chunk) => chunk.text.length))).toBeLessThan(700);
  });
});

describe("documents built to take forever", () => {
  const many = (text: string, count: number) => text.repeat(count);
  test.each([
    [
      "10,000 headings",
      Array.from({ length: 10_000 }, (_, index) => `## H${index}\n\n${sentence}`).join("\n\n"),
    ],
    ["one paragraph", many(sentence, 15_000)],
    ["one line without spaces", many("a", 1_000_000)],
    ["one table", `| a | b |\n| - | - |\n${many("| one | two |\n", 70_000)}`],
    ["deep quotes", `${many(">", 1_000_000)} a`],
    ["deep lists", `${many("- ", 500_000)}a`],
    [
      "growing indentation",
      Array.from({ length: 1_000 }, (_, index) => `${many(" ", 2 * index)}- x`).join("\n"),
    ],
    ["open brackets", many("[", 1_000_000)],
    ["ticks", many("` ``", 200_000)],
    ["stars", many("*a", 500_000)],
    ["open comments", many("<!--", 250_000)],
    ["fences", many("```\na\n", 150_000)],
    ["one-letter lines", many("a\n", 500_000)],
    ["no spaces between words", many("这是一个没有空格的句子", 90_000)],
  ])("%s of about 1 MB", (_, text) => {
    expectCpuTimeBelow(10_000, () => chunkDocument(markdown(text)));
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { locateElements } from "./locate-elements.ts";
import { readGolden } from "./read-golden.ts";

const failure = (content: string) => {
  try {
    readGolden("g.json", content);
  } catch (error) {
    return (error as Error).message;
  }
  return "read";
};

describe("readGolden", () => {
  it("reads JSON Lines, with the line of each", () => {
    const text = '\uFEFF{"question":"A?","source":"a.md"}\r\n\n  {"question":"B?","unanswerable":true}\n';
    expect(readGolden("g", text)).toEqual([
      {
        line: 1,
        question: "A?",
        after: [],
        sources: ["a.md"],
        page: null,
        heading: null,
        facts: [],
        isUnanswerable: false,
        kind: null,
      },
      expect.objectContaining({ line: 3, question: "B?", sources: [], isUnanswerable: true }),
    ]);
  });

  it("reads an array and an object with questions, over several lines or one", () => {
    const array =
      '[\n  {\n "question": "A?", "facts": ["x", ["y", "z"]] },\n  {"question":"B?","sources":["b","c"]}]';
    const questions = readGolden("g", array);
    expect(questions.map(({ line }) => line)).toEqual([2, 4]);
    expect(questions[0]?.facts).toEqual([["x"], ["y", "z"]]);
    const envelope = `{ "about": "x: [1, {2}]",\n "questions": ${array}\n}`;
    expect(readGolden("g", envelope).map(({ line }) => line)).toEqual([3, 5]);
    expect(readGolden("g", '{"questions":[{"question":"A?","source":"a"}]}')).toHaveLength(1);
  });

  it("names the line and the field of everything that is wrong", () => {
    const text = [
      '{"question":"A?","source":"a.md"}',
      '{"question":"","source":"a.md"}',
      '{"question":"B?"}',
      '{"question":"C?","source":"a","sources":["b"]}',
      '{"question":"D?","unanswerable":true,"facts":["x"]}',
      '{"question":"E?","facts":["x"],"page":2}',
      '{"question":"F?","source":"a","pages":2}',
      '"just a text"',
    ].join("\n");
    const lines = failure(text).split("\n");
    expect(lines.map((line) => line.split(":")[1])).toEqual(["2", "3", "4", "5", "6", "7", "8"]);
    expect(lines[0]).toMatch(/^g\.json:2: question: /);
    expect(lines[1]).toContain("set what is expected");
    expect(lines[5]).toContain("pages");
  });

  it("names the line of what is not JSON", () => {
    expect(failure('{"question":"A?","source":"a"}\n{"question":}\n')).toMatch(/^g\.json:2: not JSON/);
    expect(failure('[\n  {"question":"A?","source":"a"},\n  {"question" "B?"}\n]')).toMatch(
      /^g\.json:3: not JSON/,
    );
    expect(failure("")).toMatch(/^g\.json:1: not JSON/);
    expect(failure("{}")).toContain("JSON Lines");
    expect(failure("[]")).toBe("g.json contains no questions.");
  });

  it("complains twenty times at most", () => {
    const lines = failure(Array.from({ length: 30 }, () => '{"question":"A?"}').join("\n")).split("\n");
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe("and 10 more");
  });

  it("reads the project's own files", () => {
    for (const [file, questions, unanswerable] of [
      ["db/demo/golden.json", 68, 18],
      ["db/demo/golden-parley.json", 9, 1],
      ["bench/golden/postgresql-manual.json", 99, 33],
    ] as const) {
      const golden = readGolden(file, readFileSync(file, "utf8"));
      expect(golden, file).toHaveLength(questions);
      expect(
        golden.filter(({ isUnanswerable }) => isUnanswerable),
        file,
      ).toHaveLength(unanswerable);
    }
  });
});

describe("locateElements", () => {
  it("is not misled by brackets in texts, nested lists or a key that is a value", () => {
    const text =
      '{"a": "questions", "b": [\n1,\n2],\n"questions": [\n"[\\"{",\n[3,\n4], {"questions": [\n5]}\n]}';
    expect(JSON.parse(text).questions).toHaveLength(3);
    expect(locateElements(text, "questions")).toEqual([5, 6, 7]);
  });

  it("finds none in an empty list", () => {
    expect(locateElements("[\n]", null)).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { CitationMarks } from "#lib/mark-parsing/citation-marks.ts";
import { answerQuestion } from "./answer-question.ts";
import { printCurated } from "./print-curated.ts";

const print = (text: string) => printCurated({ text, number: 2 });

describe("printCurated", () => {
  it("prints an answer verbatim with its mark", () => {
    expect(print("**Yes**, see [the shop](https://example.org).")).toBe(
      "**Yes**, see [the shop](https://example.org). [2]",
    );
    expect(print("1. One\n2. Two")).toBe("1. One\n2. Two 【2†】");
  });

  it("puts the mark below a block that would absorb it", () => {
    expect(print("Run:\n\n```sh\na[1]\n```")).toBe("Run:\n\n```sh\na[1]\n```\n\n[2]");
    expect(print("| a | b |\n|---|---|\n| 1 | 2 |")).toMatch(/\| 1 \| 2 \|\n\n\[2\]$/);
  });

  it("escapes text that looks like a mark", () => {
    const marks = new CitationMarks([1, 2, 3]);
    const shown = marks.push(print("See note [3] and [0], not `x[3]` 【1】.")) + marks.end();
    expect(shown).toBe("See note &#91;3] and &#91;0], not `x[3]` &#12304;1】. [1]");
    expect(marks.cited).toEqual([2]);
    expect(marks.grounding).toBe("cited");
  });

  it("is what the built-in model answers, even with other passages", () => {
    const passage = (number: number, text: string, isCuratedAnswer: boolean) => ({
      number,
      title: "T",
      headingPath: [],
      text,
      score: 1,
      isCuratedAnswer,
    });
    const passages = [passage(1, "A spare key costs 18 euros.", false), passage(2, "Ask us.", true)];
    expect(answerQuestion({ question: "What does a spare key cost?", passages, answerable: true })).toBe(
      "Ask us. [2]",
    );
  });
});

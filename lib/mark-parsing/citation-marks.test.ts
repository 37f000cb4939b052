import { describe, expect, it } from "vitest";
import { CitationMarks } from "./citation-marks.ts";
import type { Grounding } from "./grounding.ts";

function bind(text: string, known: number[], size = text.length || 1) {
  const marks = new CitationMarks(known);
  let out = "";
  for (let i = 0; i < text.length; i += size) out += marks.push(text.slice(i, i + size));
  out += marks.end();
  return { text: out, cited: [...marks.cited], grounding: marks.grounding };
}

const cases: [string, string, string][] = [
  ["renumbers by first appearance", "B [3]. A [1]. B [3].", "B [1]. A [2]. B [1]."],
  ["drops unknown numbers with their space", "One [9]. Two [2][7].", "One. Two [1]."],
  ["splits lists of numbers", "Both [1, 2] and [2,9].", "Both [1][2] and [2]."],
  ["reads full-width brackets", "Done 【2†source】.", "Done [1]."],
  [
    "leaves fenced code alone",
    "x\n```js\na[1] = b[9];\n```\nend [1]",
    "x\n```js\na[1] = b[9];\n```\nend [1]",
  ],
  ["leaves inline code alone", "Use `a[9]` here [2].", "Use `a[9]` here [1]."],
  ["leaves words in brackets alone", "- [ ] open [see x] [a1]", "- [ ] open [see x] [a1]"],
  ["keeps an unclosed bracket at the end", "so [12", "so [12"],
  ["goes on after an unclosed backtick paragraph", "a ` b\n\nnext [9] [1]", "a ` b\n\nnext [1]"],
];

describe("CitationMarks", () => {
  for (const [name, input, expected] of cases) {
    it(`${name}, wherever the text is split`, () => {
      for (let size = 1; size <= input.length; size += 1) {
        expect(bind(input, [1, 2, 3], size).text).toBe(expected);
      }
    });
  }

  const grounded: [string, string, Grounding][] = [
    ["Four hours [2]. Price unknown [0].", "Four hours [1]. Price unknown.", "cited"],
    ["Nothing found. [0] The nearest is *X* [3].", "Nothing found. The nearest is *X* [1].", "declined"],
    ["Hello there.", "Hello there.", "uncited"],
    ["From elsewhere [9].", "From elsewhere.", "uncited"],
    ["Use `a[0]` and `b[1]`.", "Use `a[0]` and `b[1]`.", "uncited"],
    ["Some value of [0, 1].", "Some value of [0, 1].", "uncited"],
  ];
  for (const [input, expected, grounding] of grounded) {
    it(`reports ${grounding} for ${input}`, () => {
      for (let size = 1; size <= input.length; size += 1) {
        expect(bind(input, [1, 2, 3], size)).toMatchObject({ text: expected, grounding });
      }
    });
  }

  it("returns the cited passages in order", () => {
    expect(bind("x [3] y [1] z [8]", [1, 2, 3]).cited).toEqual([3, 1]);
  });
});

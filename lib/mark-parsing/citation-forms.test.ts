import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CitationMarks } from "./citation-marks.ts";

const KNOWN = [1, 2, 3, 4, 5];

function bind(pieces: string[]) {
  const marks = new CitationMarks(KNOWN);
  const text = pieces.map((piece) => marks.push(piece)).join("") + marks.end();
  return { text, cited: [...marks.cited] };
}

/** Cut in two at every position, and in single characters. */
function cuts(text: string): string[][] {
  const twos = Array.from({ length: text.length }, (_, at) => [text.slice(0, at), text.slice(at)]);
  return [...twos, [...text]];
}

const marks: [string, string][] = [
  ["It takes four hours [1, 2].", "It takes four hours [1][2]."],
  ["It takes four hours [2-4].", "It takes four hours [1][2][3]."],
  ["It takes four hours [2–3] or less.", "It takes four hours [1][2] or less."],
  ["It takes four hours [1 and 3].", "It takes four hours [1][2]."],
  ["It takes four hours (1).", "It takes four hours [1]."],
  ["It takes four hours. (2) The fan runs.", "It takes four hours. [1] The fan runs."],
  ["It takes four hours (1), then it stops (2).", "It takes four hours [1], then it stops [2]."],
  ["It takes four hours [Passage 1].", "It takes four hours [1]."],
  ["It takes four hours [passages 1 and 2].", "It takes four hours [1][2]."],
  ["It takes four hours [Source: 3].", "It takes four hours [1]."],
  ["It takes four hours (Source: 3).", "It takes four hours [1]."],
  ["Vier Stunden [Quelle 2].", "Vier Stunden [1]."],
  ["It takes four hours [Document 2: Charging times].", "It takes four hours [1]."],
  ["It takes four hours [Passage 9].", "It takes four hours."],
  ["It takes four hours【1†source】.", "It takes four hours[1]."],
  ["It takes four hours 【4:0†charging.md】.", "It takes four hours [1]."],
  ["It takes four hours【2】【3】.", "It takes four hours[1][2]."],
  ["It takes four hours ⟦2⟧.", "It takes four hours [1]."],
  ["It takes four hours<sup>1</sup>.", "It takes four hours[1]."],
  ["It takes four hours.<sup>1,2</sup> Then it stops.", "It takes four hours.[1][2] Then it stops."],
  ["It takes four hours <sup>[3]</sup>.", "It takes four hours [1]."],
  ["It takes four hours [1](#passage-1).", "It takes four hours [1]."],
  ["It takes four hours [2](charging.md) and more.", "It takes four hours [1] and more."],
  ["It takes four hours[1]. Then[2] it stops.", "It takes four hours[1]. Then[2] it stops."],
  ["四小时[1]。电池[2]也", "四小时[1]。电池[2]也"],
  ["See [2] for more.", "See [1] for more."],
  ["In [2] it says so.", "In [1] it says so."],
  ["As described in [1, 2], it is.", "As described in [1][2], it is."],
  ["According to [3], it takes four hours.", "According to [1], it takes four hours."],
  ["It costs $5 [1] and $6 [2].", "It costs $5 [1] and $6 [2]."],
  ["It **takes four hours** [3] or **less [2]**.", "It **takes four hours** [1] or **less [2]**."],
  ["| Battery | 4 h | [2] |", "| Battery | 4 h | [1] |"],
  ["Sources: [2], [3]", "Sources: [1], [2]"],
  ["- Four hours [2]\n- Six hours [3] [4]", "- Four hours [1]\n- Six hours [2] [3]"],
  ["It lasts [9] two years. One [2] and [3].", "It lasts two years. One [1] and [2]."],
  [
    "The charger is plugged in [2]. That is how it is [3].",
    "The charger is plugged in [1]. That is how it is [2].",
  ],
  [
    "Press the reset button [2]. Follow all of the steps [3].",
    "Press the reset button [1]. Follow all of the steps [2].",
  ],
  [
    "The new version [2] has it in the table [3] below.",
    "The new version [1] has it in the table [2] below.",
  ],
  ["It takes four hours [2]–[3].", "It takes four hours [1]–[2]."],
  ["Then turn it on [2, 3].", "Then turn it on [1][2]."],
  [
    "Schalten Sie das Gerät aus [2]. Drücken Sie die Taste [3].",
    "Schalten Sie das Gerät aus [1]. Drücken Sie die Taste [2].",
  ],
  ["It (the battery) takes 4 h [2] at 20 °C [3].", "It (the battery) takes 4 h [1] at 20 °C [2]."],
];

const untouched = [
  "The list is [1, 2, 3] and the first item is a[0].",
  "Sorted: [3, 1, 2] becomes [1, 2, 3].",
  "nums = [2, 3, 4, 5], so return [0, 1].",
  "Call items[1] or row_data[2], or x.y[3], or getList()[4].",
  "The value lies in $[0, 1]$, and $x[2]$ is above.",
  "A probability lies in [0, 1]; the interval [1, 5] is closed.",
  "Choose x ∈ [1, 3] with x = [2, 3].",
  "The range [10, 20] mm or [2, 4] mm.",
  "As Smith [2019] says, since [1998].",
  "Press [1] for English, [2] for German or [3] for French.",
  "Press [5] to go on. Drücken Sie [2], bitte.",
  "Choose option [2], then line [3].",
  "for i in [1, 2, 3]: print(i)",
  "Given [2, 1, 3], sorting gives [1, 2, 3].",
  "The array is [1]. See Fig. [2] and an array of [3].",
  "Dial [1], then [2]. Gate [2] to [3].",
  "Use the pattern [0-9]+ or [1-9][0-9]*.",
  "![1](picture.png)",
  "Option A (1) or B (2)?",
  "〔1〕条",
  "It is on page [5]. Go to step [3].",
  "See [1](https://example.com/one), ![2](https://example.com/x.png) and [3](mailto:a@b.example).",
  "See [the manual][1] and the note[^2].\n\n[1]: https://example.com/manual\n[^2]: A footnote.",
  '{"items": [1, 2], "rows": [[1, 2], [3, 4]], "one": [3]}',
  "- [ ] open\n- [x] done",
  "\\[ a[1] + b[2] \\] and \\(c[3]\\)",
  "$$\nA = [1, 2]\nB[1]\n$$",
  "`a[1]` and ``b[2]``\n\n```\nc [1]\n[2, 3]\n```",
  "f(1) is 2 and g(2) is 3.",
  "(1) Turn it off, (2) wait, (3) turn it on.",
  "A period of two (2) years and 3 (3) days.",
  "m<sup>2</sup>, 10<sup>3</sup>, (a + b)<sup>2</sup>, 5 cm<sup>3</sup>, x<sup>2</sup>",
  "【重要】请注意。【2024年】",
  "【1】充电",
  "From 1 to 3 [1 2 3] or [3.5] or [12:30] or [-1] or [01].",
  "Half open: [1, 2) and (1, 2].",
  "The matrix [[1, 2], [3, 4]] and the point (1, 2).",
  "See https://example.com/a[1]?b[2]=3 here.",
  "The chemical 2[3]H and Fe[2].",
];

describe("marks in other forms", () => {
  it.each(marks)("%j becomes a mark wherever it is cut", (input, expected) => {
    for (const pieces of cuts(input)) expect(bind(pieces).text, JSON.stringify(pieces)).toBe(expected);
  });
});

describe("brackets that are no marks", () => {
  it.each(untouched)("%j stays as written wherever it is cut", (input) => {
    for (const pieces of cuts(input)) {
      expect(bind(pieces), JSON.stringify(pieces)).toEqual({ text: input, cited: [] });
    }
  });

  const file = new URL("../../../../shared/cases/expected.json", import.meta.url);
  const { brackets = [] } = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as { brackets?: { model: string }[] })
    : {};
  it.skipIf(brackets.length === 0)("stay as written in the shared cases", () => {
    for (const known of [[1], KNOWN, Array.from({ length: 12 }, (_, index) => index + 1)]) {
      for (const { model } of brackets) {
        const marks = new CitationMarks(known);
        expect(marks.push(model) + marks.end()).toBe(model);
      }
    }
  });
});

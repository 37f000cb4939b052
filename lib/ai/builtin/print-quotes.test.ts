import { expect, test } from "vitest";
import { CitationMarks } from "#lib/mark-parsing/citation-marks.ts";
import type { Passage } from "../schema.ts";
import type { Quote } from "./choose-quotes.ts";
import { printQuotes } from "./print-quotes.ts";

const passages: Passage[] = [{ number: 7, title: "T", headingPath: [], text: "", score: 1 }];
const best = { passage: 0, term: "" } as Quote["best"];
const print = (quote: Omit<Quote, "best">) => printQuotes([{ best, ...quote } as Quote], passages);
const cells = (...pairs: [string, string][]) => pairs.map(([header, value]) => ({ header, value }));

test("prints one row as a sentence", () => {
  const row = cells(["Code", "E07"], ["Meaning", "Motor fault"], ["Action", "Call us!"]);
  expect(print({ kind: "rows", rows: [row] } as never)).toBe("E07: Motor fault. Action: Call us! [7]");
  expect(print({ kind: "rows", rows: [cells(["Size", "M"], ["Price", "EUR 9"])] } as never)).toBe(
    "M, Price: EUR 9 【7†】",
  );
  expect(print({ kind: "rows", rows: [cells(["", "M"], ["", "EUR 9"])] } as never)).toBe("M: EUR 9. [7]");
});

test("prints several rows as a table whose cells cannot break it", () => {
  const rows = [cells(["A", "1 | 2"], ["B", "x"]), cells(["A", "3"])];
  expect(print({ kind: "rows", rows } as never)).toBe(
    "| A | B |\n| --- | --- |\n| 1 \\| 2 | x |\n| 3 |  |\n\n[7]",
  );
});

test("prints a row without a name of its own as a table", () => {
  const rows = [cells(["Zone", "2"], ["Countries", "France"], ["Fee", "EUR 99"])];
  expect(print({ kind: "rows", rows } as never)).toMatch(/^\| Zone \| Countries \| Fee \|\n/);
});

test("prints a lead-in with what follows and keeps the numbers of steps", () => {
  const list = { kind: "list", leadIn: "Do this:", items: ["One", "# Two"], firstStep: 3 };
  expect(print(list as never)).toBe("Do this:\n\n3. One\n4. \\# Two 【7†】");
  expect(print({ ...list, firstStep: undefined, leadIn: "", items: ["- One"] } as never)).toBe(
    "\\- One 【7†】",
  );
});

test("prints what a sentence explains before it", () => {
  const printed = (term: string) =>
    printQuotes(
      [{ best: { ...best, term }, kind: "sentences", sentences: ["Asks first."] } as Quote],
      passages,
    );
  expect(printed("-i, --interactive")).toBe("-i, --interactive: Asks first. [7]");
  expect(printed("AccuracySec=:")).toBe("AccuracySec=: Asks first. [7]");
  expect(printed("word ".repeat(40))).toBe("Asks first. [7]");
});

test("keeps a code block in its fence", () =>
  expect(print({ kind: "code", leadIn: "Run:", text: "a\n```\nb" } as never)).toBe(
    "Run:\n\n````\na\n```\nb\n````\n\n[7]",
  ));

test("every form of a quote ends with a mark that is read as one", () => {
  const forms = [
    { kind: "sentences", sentences: ["It weighs 900 g."] },
    { kind: "sentences", sentences: ["Run this command:"] },
    { kind: "sentences", sentences: ["It has 12"] },
    { kind: "sentences", sentences: ["Write to mail@kettle.example"] },
    { kind: "sentences", sentences: ["Go to the next page"] },
    { kind: "sentences", sentences: ["x = y"] },
    { kind: "list", leadIn: "Do this:", items: ["One", "Two"], firstStep: 1 },
    { kind: "list", leadIn: "", items: ["every 4 weeks"], firstStep: undefined },
    { kind: "rows", rows: [cells(["Measure", "Volume"], ["Office", "3 l"])] },
    { kind: "rows", rows: [cells(["A", "1"], ["B", "2"]), cells(["A", "3"], ["B", "4"])] },
    { kind: "code", leadIn: "Run:", text: "ls" },
    { kind: "code", leadIn: "", text: "a[1]" },
  ];
  for (const form of forms) {
    const printed = print(form as never);
    const marks = new CitationMarks([7]);
    const shown = marks.push(printed) + marks.end();
    expect(marks.cited, printed).toEqual([7]);
    expect(shown, printed).toContain("[1]");
  }
});

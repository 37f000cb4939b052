import { expect, test } from "vitest";
import type { Passage } from "../schema.ts";
import type { Quote } from "./choose-quotes.ts";
import { printQuotes } from "./print-quotes.ts";

const passages: Passage[] = [{ number: 7, title: "T", headingPath: [], text: "", score: 1 }];
const best = { passage: 0 } as Quote["best"];
const print = (quote: Omit<Quote, "best">) => printQuotes([{ best, ...quote } as Quote], passages);
const cells = (...pairs: [string, string][]) => pairs.map(([header, value]) => ({ header, value }));

test("prints one row as a sentence", () => {
  const row = cells(["Code", "E07"], ["Meaning", "Motor fault"], ["Action", "Call us!"]);
  expect(print({ kind: "rows", rows: [row] } as never)).toBe("E07: Motor fault. Action: Call us! [7]");
  expect(print({ kind: "rows", rows: [cells(["Size", "M"], ["Price", "EUR 9"])] } as never)).toBe(
    "M, Price: EUR 9 [7]",
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
  expect(print(list as never)).toBe("Do this:\n\n3. One\n4. \\# Two [7]");
  expect(print({ ...list, firstStep: undefined, leadIn: "", items: ["- One"] } as never)).toBe("\\- One [7]");
});

test("keeps a code block in its fence", () =>
  expect(print({ kind: "code", leadIn: "Run:", text: "a\n```\nb" } as never)).toBe(
    "Run: [7]\n\n````\na\n```\nb\n````",
  ));

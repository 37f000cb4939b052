import { expect, test } from "vitest";
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { readBlocks } from "./read-blocks.ts";

test("reads paragraphs, lists, tables and code under their headings", () => {
  const blocks = readBlocks(
    [
      "# Page",
      "One",
      "line.",
      "",
      "## Steps",
      "3. Open it.",
      "   Wide.",
      "   - with care",
      "4. Close it.",
      "",
      "- a",
      "- b",
      "### Sizes",
      "| Item | Size |",
      "|---|:-:|",
      "| Bolt \\| nut | 5 mm |",
      "",
      "```sh",
      "# not a heading",
      "ls",
      "```",
    ].join("\n"),
  );
  expect(blocks).toEqual([
    { kind: "paragraph", text: "One line.", headings: ["Page"] },
    {
      kind: "list",
      ordered: true,
      first: 3,
      items: ["Open it. Wide. with care", "Close it."],
      headings: ["Page", "Steps"],
    },
    { kind: "list", ordered: false, first: 1, items: ["a", "b"], headings: ["Page", "Steps"] },
    {
      kind: "table",
      header: ["Item", "Size"],
      rows: [["Bolt \\| nut", "5 mm"]],
      headings: ["Page", "Steps", "Sizes"],
    },
    { kind: "code", text: "# not a heading\nls", headings: ["Page", "Steps", "Sizes"] },
  ]);
});

test("keeps the rows of a table cut by the chunker", () => {
  expect(readBlocks("| a | 1 |\n| b | 2 |")).toMatchObject([
    {
      kind: "table",
      header: [],
      rows: [
        ["a", "1"],
        ["b", "2"],
      ],
    },
  ]);
});

test("ends an open fence with the passage", () => {
  expect(readBlocks("```\nls")).toMatchObject([{ kind: "code", text: "ls" }]);
});

test.each([
  " ".repeat(50_000),
  "|".repeat(50_000),
  "#".repeat(50_000),
  `a|b\n${" ".repeat(50_000)}-x`,
  "- ".repeat(25_000),
])("reads a hostile line in linear time", (line) => {
  expectCpuTimeBelow(1_000, () => readBlocks(`${line}x\n${line}`));
});

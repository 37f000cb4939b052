import { expect, test } from "vitest";
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { readBlocks } from "./read-blocks.ts";

const read = (...lines: string[]) =>
  readBlocks(lines.join("\n")).map(({ term = "", ...block }) => {
    if (block.kind === "paragraph" || block.kind === "code") return `${term} | ${block.text}`;
    return `${term} | ${block.kind}`;
  });

test("reads options with their explanations, also where the first line has lost its indentation", () => {
  const options = [
    "-w, --wait",
    "           Wait for all of them to end.  It checks once",
    "           a second.",
    "",
    "           Note that it may wait forever.",
    "",
    "       -y N",
    "           Only those that are younger.",
    "",
    "       The rest is as usual.",
  ];
  expect(read(...options)).toEqual([
    "-w, --wait | Wait for all of them to end.  It checks once a second.",
    "-w, --wait | Note that it may wait forever.",
    "-y N | Only those that are younger.",
    " | The rest is as usual.",
  ]);
});

test("reads a term beside its explanation", () => {
  expect(
    read(
      "       -f     Suppress most messages.",
      "       -R     Change directories and",
      "              what is in them.",
      "",
      "       group  When no key is given, it lists",
      "              all of them.",
      "",
      "       2      The key was not found.",
    ),
  ).toEqual([
    "-f | Suppress most messages.",
    "-R | Change directories and what is in them.",
    "group | When no key is given, it lists all of them.",
    "2 | The key was not found.",
  ]);
});

test("a sentence that goes on in an indented line is no term", () => {
  const prose = [
    "Note that this information is attached as metadata to the entries",
    "           anyway, so it need not be in the text.",
  ];
  expect(read(...prose)).toEqual([` | ${prose.map((line) => line.trim()).join(" ")}`]);
  expect(read("The kettle boils.", "  It whistles.")).toEqual([" | The kettle boils. It whistles."]);
  expect(read("It  is  justified  text  that", "has wide gaps.")).toEqual([
    " | It  is  justified  text  that has wide gaps.",
  ]);
});

test("nested terms are read below each other", () => {
  const blocks = readBlocks(
    "--color=WHEN\n    Colors the names.\n\n    never\n        No colors.\n\nOther text.",
  );
  expect(blocks.map(({ headings, term }) => [headings, term])).toEqual([
    [["--color=WHEN"], "--color=WHEN"],
    [["--color=WHEN", "never"], "never"],
    [[], undefined],
  ]);
});

test("how a command is written, and an indented example, are code", () => {
  expect(read("tool [-n NUM] [-q] {start | stop} file...")).toEqual([
    " | tool [-n NUM] [-q] {start | stop} file...",
  ]);
  expect(readBlocks("tool [-n NUM] [-q] {start | stop} file...")[0]?.kind).toBe("code");
  const shown = readBlocks("To see the log:\n\n    tool log\n    tool end");
  expect(shown).toMatchObject([{ kind: "paragraph" }, { kind: "code", text: "tool log\ntool end" }]);
  expect(readBlocks("See [a](b), [c](d), [e](f) and [g](h).")[0]?.kind).toBe("paragraph");
});

test("a list ends where a paragraph is indented no more than its marks", () => {
  expect(read("   \u2022   One", "", "       more", "   \u2022   Two", "", "   A paragraph.")).toEqual([
    " | list",
    " | A paragraph.",
  ]);
});

test.each(["- ".repeat(25_000), `${" ".repeat(25_000)}x  `.repeat(2), "a  ".repeat(15_000)])(
  "reads hostile lines in linear time",
  (line) => {
    expectCpuTimeBelow(1_000, () => readBlocks(`${line}\n  ${line}\n    ${line}`));
    const terms = Array.from({ length: 20_000 }, (_, at) => `${" ".repeat(at % 40)}t`).join("\n");
    expectCpuTimeBelow(2_000, () => readBlocks(terms.slice(0, 20_000)));
  },
);

import { describe, expect, it } from "vitest";
import { chunkDocument } from "../../chunking/chunk-document.ts";
import { readTextBlocks } from "./read-text-blocks.ts";

const headings = (content: string) =>
  readTextBlocks(content).flatMap((block) =>
    block.kind === "heading" ? [`${block.depth} ${block.lines[0]?.text}`] : [],
  );

describe("headings of plain text", () => {
  it("are underlined, deeper by each new sign", () => {
    expect(
      headings("Pier\n====\n\nText.\n\nFees\n----\nText.\n\nOars\n----\n\nText.\n\nBoats\n=====\n\nText."),
    ).toEqual(["1 Pier", "2 Fees", "2 Oars", "1 Boats"]);
  });

  it("are numbered, deeper by each part", () => {
    const text =
      "1. Scope\n\nText on\nboats.\n\n1.1 Boats\n\nText.\n\n1.2.1  Oars\n\nText.\n\n2 Fees\n\nText.\n\n§ 3 Liability\n\nText.\n\nChapter IV: Harbors\n\nText.";
    expect(headings(text)).toEqual([
      "1 1. Scope",
      "2 1.1 Boats",
      "3 1.2.1  Oars",
      "1 2 Fees",
      "1 § 3 Liability",
      "1 Chapter IV: Harbors",
    ]);
  });

  it("are in capitals, with sub-headings, as in manual pages", () => {
    const text =
      "MOOR(1)      User Commands      MOOR(1)\n\nNAME\n       moor - make a boat fast\n\nDESCRIPTION\n       Makes fast.\n\n   Exit status:\n       0      if OK,\n\nSEE ALSO\n       anchor(1)";
    expect(headings(text)).toEqual(["1 NAME", "1 DESCRIPTION", "2 Exit status:", "1 SEE ALSO"]);
  });

  it.each([
    ["a list", "1. Switch off\n\n2. Make fast\n\n3. Go ashore\n\nThen rest."],
    ["numbered sentences", "1. The engine is switched off.\n\n2. The boat is made fast.\n\nText."],
    ["a table", "Berth    Fee\n------------\nA1       31"],
    ["a table of contents", "1 Scope ......... 3\n\nText."],
    ["a date", "12 may 2024\n\nText."],
    ["a shout in a paragraph", "Text before\nSTOP NOW\nand text behind."],
    ["an amount", "40 crowns\n\nText."],
  ])("are not found in %s", (_, text) => {
    expect(headings(text)).toEqual([]);
  });

  it("name the chunks below them", () => {
    const text = `Fees\n====\n\n${"The fee is due at noon. ".repeat(30)}\n\nDeposit\n-------\n\n${"The deposit comes back. ".repeat(30)}`;
    const paths = chunkDocument({ title: "Hire", format: "text", content: text }).map(
      ({ headingPath }) => headingPath,
    );
    expect(paths).toContainEqual(["Hire", "Fees", "Deposit"]);
  });
});

import type { Passage } from "../schema.ts";
import { cleanInline } from "./clean-markdown.ts";
import { type Block, readBlocks } from "./read-blocks.ts";
import { LONGEST_SENTENCE, splitSentences } from "./split-sentences.ts";

/** The smallest thing an answer can quote: a sentence, a list item, a table row or a code block. */
export type Unit = {
  kind: "sentence" | "item" | "row" | "code";
  /** As the answer prints it, without list marker or citation. */
  text: string;
  /** Index of the passage in what was given. */
  passage: number;
  /** Paragraph, list or table it belongs to, counted within the passage. */
  block: number;
  /** The number of a numbered step. */
  step: number | undefined;
  cells: { header: string; value: string }[];
  /** The sentence before its block when that ends with a colon. */
  leadIn: Unit | undefined;
  /** The nearest heading, then the ones above it and the title. */
  heading: string;
  outer: string;
};

const LONGEST_PASSAGE = 20_000;
const MOST_PASSAGES = 20;
const MOST_UNITS = 300;
const LONGEST_CODE = 2_000;

export function readUnits(passages: Passage[]): Unit[] {
  return passages
    .slice(0, MOST_PASSAGES)
    .flatMap((passage, index) => unitsOf(passage, index).slice(0, MOST_UNITS));
}

function unitsOf(passage: Passage, index: number): Unit[] {
  const units: Unit[] = [];
  for (const [block, source] of readBlocks(passage.text.slice(0, LONGEST_PASSAGE)).entries()) {
    const path = [passage.title, ...passage.headingPath, ...source.headings].map(cleanInline).filter(Boolean);
    const base = {
      passage: index,
      block,
      step: undefined,
      cells: [],
      leadIn: leadInOf(units.at(-1), block, source),
      heading: path.at(-1) ?? "",
      outer: path.slice(0, -1).join(" "),
    };
    units.push(...pieces(source).map((piece) => ({ ...base, ...piece })));
  }
  return units;
}

function leadInOf(before: Unit | undefined, block: number, source: Block): Unit | undefined {
  if (source.kind === "paragraph" || before?.kind !== "sentence" || before.block !== block - 1)
    return undefined;
  return before.text.endsWith(":") ? before : undefined;
}

type Piece = Pick<Unit, "kind" | "text"> & Partial<Pick<Unit, "cells" | "step">>;

function pieces(block: Block): Piece[] {
  switch (block.kind) {
    case "paragraph":
      return splitSentences(cleanInline(block.text)).map((text) => ({ kind: "sentence", text }));
    case "list":
      return block.items
        .map((item, index) => ({
          kind: "item" as const,
          text: cleanInline(item),
          step: block.ordered ? block.first + index : undefined,
        }))
        .filter(({ text }) => text !== "" && text.length <= 2 * LONGEST_SENTENCE);
    case "table":
      return block.rows
        .map((row) => rowPiece(block.header, row))
        .filter(({ text }) => text !== "" && text.length <= 2_000);
    case "code":
      return block.text.trim() === "" || block.text.length > LONGEST_CODE
        ? []
        : [{ kind: "code", text: block.text }];
  }
}

function rowPiece(header: string[], row: string[]): Piece {
  const cells = row
    .map((value, column) => ({ header: cleanInline(header[column] ?? ""), value: cleanInline(value) }))
    .filter(({ value }) => /[\p{L}\p{N}]/u.test(value));
  return { kind: "row", cells, text: printCells(cells) };
}

export function printCells(cells: Unit["cells"]): string {
  return cells.map(({ header, value }) => (header ? `${header}: ${value}` : value)).join("; ");
}

import type { Passage } from "../schema.ts";
import { cleanInline } from "./clean-markdown.ts";
import { type Block, readBlocks } from "./read-blocks.ts";
import { MAX_SENTENCE_LENGTH, splitSentences } from "./split-sentences.ts";

/** The smallest quotable piece: a sentence, list item, table row or code block. */
export type Unit = {
  kind: "sentence" | "item" | "row" | "code";
  /** As printed in the answer, without list marker or citation. */
  text: string;
  /** Index into the passages. */
  passage: number;
  /** Index of its paragraph, list or table within the passage. */
  block: number;
  /** Its number, for a numbered step. */
  step: number | undefined;
  cells: { header: string; value: string }[];
  /** The sentence before its block, if it ends with a colon. */
  leadIn: Unit | undefined;
  /** The nearest heading; `outer` holds the title and the headings above it. */
  heading: string;
  outer: string;
};

const MAX_PASSAGE_LENGTH = 20_000;
const MAX_PASSAGES = 20;
const MAX_UNITS = 300;
const MAX_CODE_LENGTH = 2_000;

export function readUnits(passages: Passage[]): Unit[] {
  return passages
    .slice(0, MAX_PASSAGES)
    .flatMap((passage, index) => unitsOf(passage, index).slice(0, MAX_UNITS));
}

function unitsOf(passage: Passage, index: number): Unit[] {
  const units: Unit[] = [];
  for (const [block, source] of readBlocks(passage.text.slice(0, MAX_PASSAGE_LENGTH)).entries()) {
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
        .filter(({ text }) => text !== "" && text.length <= 2 * MAX_SENTENCE_LENGTH);
    case "table":
      return block.rows
        .map((row) => rowPiece(block.header, row))
        .filter(({ text }) => text !== "" && text.length <= 2_000);
    case "code":
      return block.text.trim() === "" || block.text.length > MAX_CODE_LENGTH
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

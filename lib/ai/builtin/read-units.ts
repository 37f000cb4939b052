import type { Passage } from "../schema.ts";
import { cleanInline } from "./clean-markdown.ts";
import { type Block, readBlocks } from "./read-blocks.ts";
import { MAX_SENTENCE_LENGTH, splitSentences } from "./split-sentences.ts";

/**
 * A quotable piece of a passage. `list` is a whole list; the items of a list are also units of their own, for
 * questions that one of them answers.
 */
export type Unit = {
  kind: "sentence" | "item" | "list" | "row" | "code";
  /** All its words, without list markers. */
  text: string;
  /** Index into the passages. */
  passage: number;
  /** Index of its paragraph, list or table within the passage. */
  block: number;
  /** The entries of a list, or the code of a code block. */
  items: string[];
  /** The number of the first entry, if the list is numbered. */
  firstStep: number | undefined;
  cells: { header: string; value: string }[];
  /** The sentence before its block, if it ends with a colon. It is quoted with it. */
  leadIn: string;
  /** The paragraph that ends with the lead-in. */
  before: string;
  /** The nearest heading; `outer` holds the title and the headings above it. */
  heading: string;
  outer: string;
  /** What its block explains: "-k, --dmesg". It is quoted with it. */
  term: string;
  /** It is among the first sentences that explain the term. */
  opensTerm: boolean;
  /** The meaning and the words of its passage are far from the question's. */
  isFar: boolean;
};

const MAX_PASSAGE_LENGTH = 20_000;
const MAX_PASSAGES = 8;
const MAX_UNITS = 300;
const MAX_CODE_LENGTH = 2_000;
const MAX_ROW_LENGTH = 2_000;
const MAX_ITEMS = 15;
const MAX_OPENING = 2;
/** Below both, a passage shares little more than words with the question. Tuned on the tuning sets. */
const MIN_SIMILARITY = 0.44;
const MIN_COVERAGE = 0.9;
/** A longer list without steps or lead-in is quoted by its items only. */
const MAX_LIST_WORDS = 120;
const MAX_LIST_LENGTH = 1_600;

export function readUnits(passages: Passage[]): Unit[] {
  return passages
    .slice(0, MAX_PASSAGES)
    .flatMap((passage, index) => unitsOf(passage, index).slice(0, MAX_UNITS));
}

function unitsOf(passage: Passage, index: number): Unit[] {
  const units: Unit[] = [];
  const blocks = readBlocks(passage.text.slice(0, MAX_PASSAGE_LENGTH));
  for (const [block, source] of blocks.entries()) {
    const place = [passage.title, ...passage.headingPath].map(cleanInline);
    const within = source.headings.map(cleanInline).filter((heading) => !place.includes(heading));
    const path = [...place, ...within].filter(Boolean);
    const term = cleanInline(source.term ?? "");
    const leadIn = isAnnounced(source) ? takeLeadIn(units, block) : "";
    const before = units.filter((unit) => leadIn !== "" && unit.block === block - 1).map(({ text }) => text);
    const base = {
      passage: index,
      block,
      items: [],
      firstStep: undefined,
      cells: [],
      leadIn,
      before: [...before, leadIn].join(" "),
      heading: path.at(-1) ?? "",
      outer: path.slice(0, -1).join(" "),
      term: place.includes(term) ? "" : term,
      isFar: isFar(passage),
    };
    const isNew = base.term !== "" && source.term !== blocks[block - 1]?.term;
    const opensTerm = (at: number) => isNew && at < MAX_OPENING;
    units.push(
      ...pieces(source, leadIn).map((piece, at) => ({ ...base, ...piece, opensTerm: opensTerm(at) })),
    );
  }
  return units;
}

function isFar({ similarity = 1, coverage = 1 }: Passage): boolean {
  return similarity < MIN_SIMILARITY && coverage < MIN_COVERAGE;
}

function isAnnounced({ kind }: Block): boolean {
  return kind === "list" || kind === "code";
}

/** A lead-in is no unit of its own: it says nothing without what follows. */
function takeLeadIn(units: Unit[], block: number): string {
  const last = units.at(-1);
  if (last?.kind !== "sentence" || last.block !== block - 1 || !last.text.endsWith(":")) return "";
  units.pop();
  return last.text;
}

type Piece = Pick<Unit, "kind" | "text"> & Partial<Pick<Unit, "cells" | "items" | "firstStep">>;

function pieces(block: Block, leadIn: string): Piece[] {
  switch (block.kind) {
    case "paragraph":
      return splitSentences(cleanInline(block.text)).map((text) => ({ kind: "sentence", text }));
    case "list":
      return listPieces(block, leadIn);
    case "table":
      return block.rows
        .map((row) => rowPiece(block.header, row))
        .filter(({ text }) => text !== "" && text.length <= MAX_ROW_LENGTH);
    case "code":
      return block.text.trim() === "" || block.text.length > MAX_CODE_LENGTH
        ? []
        : [{ kind: "code", text: `${leadIn} ${block.text}`.trim(), items: [block.text] }];
  }
}

function listPieces(block: Extract<Block, { kind: "list" }>, leadIn: string): Piece[] {
  const items = block.items
    .map(cleanInline)
    .filter((text) => text !== "" && text.length <= 2 * MAX_SENTENCE_LENGTH);
  const single = items.map((text): Piece => ({ kind: "item", text }));
  const kept = items.slice(0, MAX_ITEMS);
  while (kept.length > 1 && kept.join().length > MAX_LIST_LENGTH) kept.pop();
  const isLong = !block.ordered && leadIn === "" && kept.join(" ").split(/\s+/).length > MAX_LIST_WORDS;
  if ((kept.length < 2 && leadIn === "") || isLong) return single;
  const firstStep = block.ordered ? block.first : undefined;
  const text = [leadIn, ...kept].filter(Boolean).join(" ");
  return [{ kind: "list", text, items: kept, firstStep }, ...single];
}

function rowPiece(header: string[], row: string[]): Piece {
  const cells = row
    .map((value, column) => ({ header: cleanInline(header[column] ?? ""), value: cleanInline(value) }))
    .filter(({ value }) => /[\p{L}\p{N}]/u.test(value));
  const text = cells.map(({ header: name, value }) => (name ? `${name}: ${value}` : value)).join("; ");
  return { kind: "row", cells, text };
}

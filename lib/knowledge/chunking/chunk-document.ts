import { oneLine } from "../parsing/normalize-text.ts";
import type { DocumentText } from "../parsing/parse-document.ts";
import { readSections, type Section } from "./read-sections.ts";
import { MAX_CHUNK_WORDS, type Piece, TARGET_CHUNK_WORDS } from "./split-block.ts";

/**
 * A stored piece of a document. `start` and `end` are UTF-16 offsets into its content. `context` is the table
 * header row or the list item lead, for a chunk that starts inside one.
 */
export type Chunk = {
  ordinal: number;
  headingPath: string[];
  start: number;
  end: number;
  text: string;
  context?: string;
};

const MIN_CHUNK_WORDS = 120;
const TINY_WORDS = 40;
const MAX_PATH_ENTRIES = 6;
const MAX_ENTRY_LENGTH = 200;

type Draft = Piece & { path: string[]; depth: number; isTinySection: boolean };

/**
 * Splits a document along its structure into chunks of about 120 to 220 words, at most 350. Chunks are
 * ordered and disjoint; only headings without text belong to none.
 */
export function chunkDocument(document: DocumentText): Chunk[] {
  const drafts = mergeTinySections(readSections(document).flatMap(packSection));
  return drafts.map(({ start, end, path, context }, ordinal) => ({
    ordinal,
    headingPath: headingPath(document.title, path),
    start,
    end,
    text: document.content.slice(start, end),
    ...(context ? { context } : {}),
  }));
}

function packSection(section: Section): Draft[] {
  const drafts: Draft[] = [];
  for (const piece of section.pieces) {
    const open = drafts.at(-1);
    if (open && fits(open.words, piece.words)) {
      open.end = piece.end;
      open.words += piece.words;
    } else {
      drafts.push({ ...piece, path: section.path, depth: section.depth, isTinySection: false });
    }
  }
  const [only, second] = drafts;
  if (only && !second) only.isTinySection = only.words < TINY_WORDS;
  return mergeTail(drafts);
}

function fits(open: number, next: number): boolean {
  const sum = open + next;
  return sum <= TARGET_CHUNK_WORDS || (open < MIN_CHUNK_WORDS && sum <= MAX_CHUNK_WORDS);
}

/** A few words at the end of a section mean little alone. */
function mergeTail(drafts: Draft[]): Draft[] {
  const tail = drafts.at(-1);
  const previous = drafts.at(-2);
  if (!tail || !previous || tail.words >= TINY_WORDS || previous.words + tail.words > MAX_CHUNK_WORDS) {
    return drafts;
  }
  const joined = { ...previous, end: tail.end, words: previous.words + tail.words };
  return [...drafts.slice(0, -2), joined];
}

function mergeTinySections(drafts: Draft[]): Draft[] {
  const merged: Draft[] = [];
  for (const draft of drafts) {
    const open = merged.at(-1);
    if (open && canMerge(open, draft)) {
      open.end = draft.end;
      open.words += draft.words;
      open.path = draft.path.slice(0, -1);
    } else {
      merged.push({ ...draft });
    }
  }
  return merged;
}

/** Siblings under one parent, or a parent's few words and its first child; never across an h1 or h2. */
function canMerge(open: Draft, next: Draft): boolean {
  if (!open.isTinySection || !next.isTinySection || next.depth < 3) return false;
  const parent = next.path.slice(0, -1);
  const isUnderParent =
    parent.length > 0 &&
    (open.path.length === parent.length || open.path.length === next.path.length) &&
    parent.every((entry, index) => entry === open.path[index]);
  return isUnderParent && open.words + next.words <= TARGET_CHUNK_WORDS;
}

function headingPath(title: string, path: string[]): string[] {
  const entries = [title, ...path]
    .map((entry) => oneLine(entry, MAX_ENTRY_LENGTH))
    .filter((entry) => entry !== "");
  const isRepeated = entries.length > 1 && entries[0]?.toLowerCase() === entries[1]?.toLowerCase();
  const distinct = isRepeated ? entries.slice(1) : entries;
  return distinct.length <= MAX_PATH_ENTRIES
    ? distinct
    : [...distinct.slice(0, 1), ...distinct.slice(1 - MAX_PATH_ENTRIES)];
}

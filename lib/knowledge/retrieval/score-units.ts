import { normalizeWords } from "../indexing/read-runs.ts";
import { scanWords } from "../indexing/scan-words.ts";
import { UNSPACED } from "../indexing/scripts-without-spaces.ts";
import type { AskedWord } from "./asked-word.ts";
import { isAlike } from "./is-alike.ts";
import { headPart, readTable, type SlotFiller } from "./read-table.ts";

/** The end of a sentence, paragraph, list item or table row. */
const UNIT_END = /\n\s*\n|\n(?=\s*(?:[-*+•|#>]|\d{1,3}[.)]\s))|\|\s*\n|[.!?:;][)"'*_]{0,2}\s+|[。!?]/gu;
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
/** Share of a word's weight that a heading above the unit counts for. */
const HEADING_PART = 0.5;
/** Weight of giving the measure asked for, such as a duration, relative to all words together. */
const MEASURE_PART = 0.3;
const MEASURED_SHARE = 0.3;
/** A row and its head name a cell if together they hold this share of what is asked for. */
const CELL_SHARE = 0.6;
/** Added for a cell, since few words of a long table are about what is asked for. */
const CELL_BONUS = 1.1;

/** What a question asks for besides its words. `measures` match texts that give one. */
type Wanted = { comparesNames?: boolean; measures?: RegExp[] };

type Form = { slot: number; text: string; weight: number };
type UnitScorer = (passage: { headingPath: string[]; text: string }) => number;

/**
 * Returns a function that scores a passage by its best sentence, row or item, 0 to 1: the share of the
 * question's word weight in it, and more where a table has a cell for it. Headings above count in part,
 * because they name what the sentence is about.
 */
export function unitScorer(asked: AskedWord[], { comparesNames, measures = [] }: Wanted = {}): UnitScorer {
  const total = asked.reduce((sum, { weight }) => sum + weight, 0);
  const whole = total * (measures.length > 0 ? 1 + MEASURE_PART : 1);
  const fill = slotFiller(asked);
  return ({ headingPath, text }) => {
    if (total === 0) return 0;
    const above = new Float64Array(asked.length);
    fill(normalizeWords(headingPath.join("\n")), above, HEADING_PART);
    let best = sumOf(above);
    const own = new Float64Array(asked.length);
    const table = readTable(asked.length, fill);
    const normalized = normalizeWords(text);
    const hasTable = normalized.includes("|");
    forEachUnit(normalized, (start, end) => {
      const head = hasTable ? table.headOf(normalized.slice(start, end)) : null;
      own.fill(0);
      const isFilled = fill(normalized, own, 1, start, end);
      if (!isFilled && !(head && comparesNames)) return;
      let held = 0;
      for (let slot = 0; slot < own.length; slot += 1)
        held += Math.max(own[slot] ?? 0, above[slot] ?? 0, headPart(head, slot));
      best = Math.max(best, held);
      if (held < Math.min(MEASURED_SHARE, CELL_SHARE) * total) return;
      const unit = normalized.slice(start, end);
      if (held >= MEASURED_SHARE * total && measures.some((measure) => measure.test(unit)))
        best = Math.max(best, held + MEASURE_PART * total);
      if (head && held >= CELL_SHARE * total) table.addRow(unit, own, comparesNames);
    });
    return Math.min(1, best / whole) + CELL_BONUS * table.cell();
  };
}

function forEachUnit(text: string, visit: (start: number, end: number) => void): void {
  let start = 0;
  UNIT_END.lastIndex = 0;
  while (UNIT_END.test(text)) {
    const end = UNIT_END.lastIndex;
    visit(start, end);
    start = end;
  }
  visit(start, text.length);
}

function sumOf(weights: Float64Array): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}

/**
 * Returns a function that raises the weights of slots whose words are in a text, and returns whether there
 * were any. It runs for every word of every candidate, so most are ruled out by their first letters.
 */
function slotFiller(asked: AskedWord[]): SlotFiller {
  const forms = asked.flatMap((word, slot) => word.forms.map((form): Form => ({ slot, ...form })));
  const unspaced = forms.filter(({ text }) => HAS_UNSPACED.test(text));
  const beginnings = new Uint8Array(BEGINNINGS);
  for (const { text } of forms) beginnings[beginningOf(text, 0, text.length)] = 1;
  const known = new Map<string, Form[]>();
  const alikeForms = (word: string) => {
    const found = known.get(word) ?? forms.filter(({ text }) => isAlike(word, text));
    known.set(word, found);
    return found;
  };
  return (text, filled, part, from = 0, to = text.length) => {
    let isFilled = false;
    const raise = (raised: Form[]) => {
      for (const { slot, weight } of raised) {
        isFilled = true;
        filled[slot] = Math.max(filled[slot] ?? 0, part * weight);
      }
    };
    const visit = (start: number, end: number) => {
      if (beginnings[beginningOf(text, start, end)] === 1) raise(alikeForms(text.slice(start, end)));
    };
    scanWords(text, visit, from, to);
    if (unspaced.length > 0) {
      const unit = text.slice(from, to);
      raise(unspaced.filter((form) => unit.includes(form.text)));
    }
    return isFilled;
  };
}

const BEGINNINGS = 4_096;

/** The first two characters as a small number. Words that are alike have them in common. */
function beginningOf(text: string, start: number, end: number): number {
  const second = end - start > 1 ? text.charCodeAt(start + 1) : 0;
  return (text.charCodeAt(start) * 61 + second) % BEGINNINGS;
}

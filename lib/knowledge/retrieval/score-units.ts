import { normalizeWords } from "../indexing/read-runs.ts";
import { UNSPACED } from "../indexing/scripts-without-spaces.ts";
import type { AskedWord } from "./asked-word.ts";
import { isAlike } from "./is-alike.ts";
import { headPart, readTable, type SlotFiller } from "./read-table.ts";

/** The end of a sentence, paragraph, list item or table row. */
const UNIT_END = /\n\s*\n|\n(?=\s*(?:[-*+•|#>]|\d{1,3}[.)]\s))|\|\s*\n|[.!?:;][)"'*_]{0,2}\s+|[。!?]/gu;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
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
    for (const unit of splitUnits(normalizeWords(text))) {
      const head = table.headOf(unit);
      own.fill(0);
      const isFilled = fill(unit, own, 1);
      if (!isFilled && !(head && comparesNames)) continue;
      const held = sumOf(own.map((part, slot) => Math.max(part, above[slot] ?? 0, headPart(head, slot))));
      const gives = held >= MEASURED_SHARE * total && measures.some((measure) => measure.test(unit));
      best = Math.max(best, held + (gives ? MEASURE_PART * total : 0));
      if (head && held >= CELL_SHARE * total) table.addRow(unit, own, comparesNames);
    }
    return Math.min(1, best / whole) + CELL_BONUS * table.cell();
  };
}

function splitUnits(text: string): string[] {
  const units: string[] = [];
  let start = 0;
  UNIT_END.lastIndex = 0;
  while (UNIT_END.test(text)) {
    units.push(text.slice(start, UNIT_END.lastIndex));
    start = UNIT_END.lastIndex;
  }
  units.push(text.slice(start));
  return units;
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
  const beginnings = new Set(forms.map(({ text }) => beginningOf(text)));
  const known = new Map<string, Form[]>();
  const alikeForms = (word: string) => {
    const found = known.get(word) ?? forms.filter(({ text }) => isAlike(word, text));
    known.set(word, found);
    return found;
  };
  return (text, filled, part) => {
    let isFilled = false;
    const raise = ({ slot, weight }: Form) => {
      isFilled = true;
      filled[slot] = Math.max(filled[slot] ?? 0, part * weight);
    };
    for (const word of text.match(WORD) ?? []) {
      if (beginnings.has(beginningOf(word))) alikeForms(word).forEach(raise);
    }
    for (const form of unspaced) if (text.includes(form.text)) raise(form);
    return isFilled;
  };
}

/** The first two characters as one number. Words that are alike have them in common. */
function beginningOf(word: string): number {
  return word.charCodeAt(0) * 65_536 + (word.length > 1 ? word.charCodeAt(1) : 0);
}

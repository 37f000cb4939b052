import { normalizeWords } from "../indexing/read-runs.ts";
import { UNSPACED } from "../indexing/scripts-without-spaces.ts";
import type { AskedWord } from "./asked-word.ts";
import { isAlike } from "./is-alike.ts";

/** The end of a sentence, paragraph, list item or table row. */
const UNIT_END = /\n\s*\n|\n(?=\s*(?:[-*+•|#>]|\d{1,3}[.)]\s))|\|\s*\n|[.!?:;][)"'*_]{0,2}\s+|[。!?]/gu;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
/** Share of a word's weight that a heading above the unit counts for. */
const HEADING_PART = 0.5;

type Form = { slot: number; text: string; weight: number };

/**
 * Returns a function that scores a passage by its best sentence, row or item, 0 to 1: the share of the
 * question's word weight in it. Headings above count in part, because they name what the sentence is about.
 */
export function unitScorer(asked: AskedWord[]): (passage: { headingPath: string[]; text: string }) => number {
  const total = asked.reduce((sum, { weight }) => sum + weight, 0);
  const fill = slotFiller(asked);
  return ({ headingPath, text }) => {
    if (total === 0) return 0;
    const above = new Float64Array(asked.length);
    fill(normalizeWords(headingPath.join("\n")), above, HEADING_PART);
    let best = sumOf(above);
    const filled = new Float64Array(asked.length);
    for (const unit of splitUnits(normalizeWords(text))) {
      filled.set(above);
      if (fill(unit, filled, 1)) best = Math.max(best, sumOf(filled));
    }
    return Math.min(1, best / total);
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
 * Returns a function that raises the weights of the slots whose words are in a text, and says whether there
 * were any. It runs over every word of every candidate, so most words are ruled out by their first letters.
 */
function slotFiller(asked: AskedWord[]): (text: string, filled: Float64Array, part: number) => boolean {
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

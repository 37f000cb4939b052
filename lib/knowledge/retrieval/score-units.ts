import { normalizeWords } from "../indexing/read-runs.ts";
import { UNSPACED } from "../indexing/scripts-without-spaces.ts";
import type { AskedWord } from "./asked-word.ts";
import { isAlike } from "./is-alike.ts";

/** Between sentences, paragraphs, list items and table rows. */
const BETWEEN_UNITS =
  /\n\s*\n|\n(?=\s*(?:[-*+•|#>]|\d{1,3}[.)]\s))|(?<=\|)\s*\n|(?<=[.!?:;][)"'*_]{0,2})\s+|(?<=[。!?])/u;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
/** Words that are alike start with the same letters, at least as many. */
const KEY_LENGTH = 4;
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
    let best = 0;
    for (const unit of normalizeWords(text).split(BETWEEN_UNITS)) {
      const filled = above.slice();
      fill(unit, filled, 1);
      best = Math.max(
        best,
        filled.reduce((sum, weight) => sum + weight, 0),
      );
    }
    return Math.min(1, best / total);
  };
}

/** Returns a function that raises the weights of the slots whose words are in a text. */
function slotFiller(asked: AskedWord[]): (text: string, filled: Float64Array, part: number) => void {
  const forms = asked.flatMap((word, slot) => word.forms.map((form): Form => ({ slot, ...form })));
  const unspaced = forms.filter(({ text }) => HAS_UNSPACED.test(text));
  const byKey = Map.groupBy(forms, ({ text }) => text.slice(0, KEY_LENGTH));
  const known = new Map<string, Form[]>();
  const formsOf = (word: string) => {
    const found =
      known.get(word) ??
      (byKey.get(word.slice(0, KEY_LENGTH)) ?? []).filter(({ text }) => isAlike(word, text));
    known.set(word, found);
    return found;
  };
  return (text, filled, part) => {
    const raise = ({ slot, weight }: Form) => {
      filled[slot] = Math.max(filled[slot] ?? 0, part * weight);
    };
    for (const [word] of text.matchAll(WORD)) formsOf(word).forEach(raise);
    for (const form of unspaced) if (text.includes(form.text)) raise(form);
  };
}

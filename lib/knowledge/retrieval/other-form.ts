import { isStemmed } from "../indexing/is-stemmed.ts";
import type { SearchTerm } from "./search-terms.ts";

/** Relative to the word itself. Tuned on the tuning halves. */
const OTHER_FORM_WEIGHT = 0.5;

/** Returns another word for what some slots ask for. @param strength how far it fills them, 0 to 1 */
export function otherForm(text: string, slots: number[], strength = 1): SearchTerm {
  const fills = slots.map((slot) => ({ slot, strength }));
  return { text, isStemmed: isStemmed(text), weight: OTHER_FORM_WEIGHT, slot: null, fills };
}

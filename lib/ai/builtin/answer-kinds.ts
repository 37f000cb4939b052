import type { IndexedUnit, WeightedTerm } from "./weigh-terms.ts";

const MODAL =
  /^(?:can|cannot|can't|may|must|should|shall|do|does|don't|doesn't|is|are|allowed|possible|not|never)$/;
const REACH = 5;

/** Whether the unit says whether one can do what was asked: "can be returned" for "Can I return it?". */
export function decides(terms: WeightedTerm[], unit: IndexedUnit): boolean {
  return unit.words.some(
    ({ keys }, at) =>
      terms.some(({ isAction, forms }) => isAction && keys.some((key) => forms.has(key))) &&
      unit.words.slice(Math.max(0, at - REACH), at).some(({ surface }) => MODAL.test(surface)),
  );
}

const INSTRUCTS =
  /\b(?:you (?:can|may|must|need|should)|to \p{L}+ .{2,80}, |by \p{L}+ing)\b|(?:^|[,;:.] |\b(?:then|and|please) )(?:open|press|click|select|choose|use|run|enter|hold|type|set|go to|install|add|turn|connect|ask|send|write|call|visit|remove|replace|check|start|put|push|take|switch|close|download|create|make)\b/iu;

/** Whether the unit can be an answer to "how do I …". */
export function instructs(terms: WeightedTerm[], unit: IndexedUnit): boolean {
  return unit.kind === "list" || unit.kind === "code" || INSTRUCTS.test(unit.text) || decides(terms, unit);
}

import { stopWords } from "./english.ts";
import type { IndexedUnit, WeightedTerm } from "./weigh-terms.ts";
import { readWords, type Word } from "./words.ts";

const DECIDES =
  /^(.{3,160}?)\s(?:can|cannot|can't|may|must|should|is|are|isn't|aren't|do|does|don't|doesn't|will|won't|never)\b/i;
/** Begins what limits the noun before it: "a bike with more than 150 km". */
const LIMITS =
  /\b(?:in|with|without|of|from|that|which|whose|who|bought|made|older|newer|over|under|above|below|after|before|until)\b/i;

const REFUSES = /\b(?:cannot|not|never)\b|n't\b/i;

/**
 * Whether a sentence refuses something for a part of what was asked only: "Leased bikes cannot be returned"
 * for "Can I return my bike?". As an answer it would turn the rule around.
 */
export function isNarrowException(terms: WeightedTerm[], unit: IndexedUnit): boolean {
  return REFUSES.test(unit.text) && isNarrow(terms, unit);
}

/** Whether a sentence decides for a part of what was asked only, by limiting its subject. */
export function isNarrow(terms: WeightedTerm[], unit: IndexedUnit): boolean {
  const clause = decidingClause(unit.text);
  const isAsked = (keys: string[]) => terms.some(({ forms }) => keys.some((key) => forms.has(key)));
  const narrows = ({ surface, keys }: Word) =>
    !stopWords.has(surface) && !isAsked(keys) && keys.every((key) => !unit.common.has(key));
  const whole = DECIDES.exec(clause)?.[1] ?? "";
  if (isOtherObject(terms, unit, clause, whole)) return true;
  const subject = whole
    .split(/,\s|\s(?:and|or)\s/)
    .find((part) => readWords(part).some(({ keys }) => isAsked(keys)));
  if (subject === undefined) return false;
  const words = readWords(subject);
  const at = words.findIndex(({ keys }) => isAsked(keys));
  const noun = words[at]?.surface ?? "";
  const after = subject.slice(subject.toLowerCase().indexOf(noun) + noun.length);
  return words.slice(0, at).some(narrows) || (LIMITS.test(after) && readWords(after).some(narrows));
}

const PASSIVE = /\b(?:can|cannot|may|must|should|will)(?: not| never| only)? be (?<verb>\p{L}+)/iu;

/** The product may be called by its name: "A Kestrel can be returned". */
const NAME = /(?<=\s)\p{Lu}\p{Ll}/u;

/** "Keys cannot be returned" for "Can I return my bike?": what is returned is something else. */
function isOtherObject(terms: WeightedTerm[], unit: IndexedUnit, clause: string, subject: string): boolean {
  const action = terms.findIndex(({ isAction }) => isAction);
  const object = terms[action + 1];
  const [verb] = readWords(PASSIVE.exec(clause)?.groups?.verb ?? "");
  if (action < 0 || !object || !verb || !holds(terms[action], verb)) return false;
  if (NAME.test(subject)) return false;
  const words = readWords(subject).filter(({ surface }) => !stopWords.has(surface));
  return !words.some((word) => holds(object, word) || word.keys.some((key) => unit.common.has(key)));
}

function holds(term: WeightedTerm | undefined, { keys }: Word): boolean {
  return keys.some((key) => term?.forms.has(key));
}

/** "bikes with a name plate cannot be returned" of "…, but bikes with a name plate cannot be returned". */
function decidingClause(text: string): string {
  const clauses = text.split(/[;:]\s|,\s(?:but|while)\s/).filter((clause) => DECIDES.test(clause));
  return clauses.find((clause) => REFUSES.test(clause)) ?? clauses[0] ?? text;
}

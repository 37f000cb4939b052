import type { Question } from "./read-question.ts";
import type { ScoredUnit } from "./score-units.ts";

/** Starts with a reference to the previous sentence, so it does not read well alone. */
const REFERS_BACK =
  /^(?:it|its|they|their|them|this|these|those|that|he|she|then|otherwise|therefore|however|also|both|such|in (?:this|that|these|such) cases?|for (?:this|that)|after (?:this|that)|the (?:former|latter|same)|instead|if so|if not|but|and|or|so)\b|^(?:[\p{L}-]+\s){1,4}(?:then|therefore|also|instead)\b/iu;
/** Sentences with fewer words rarely answer a question alone. */
const SHORT_SENTENCE_WORDS = 10;
const MAX_SENTENCES = 4;
const MAX_ROWS = 6;
const MAX_ITEMS = 12;
const MAX_EXCERPT_LENGTH = 1_600;

/** Adds the surrounding units that the best one needs to be understood, in document order. */
export function expandUnit(question: Question, units: ScoredUnit[], best: ScoredUnit): ScoredUnit[] {
  switch (best.kind) {
    case "sentence":
      return expandSentence(question, units, best);
    case "item":
      return expandItem(question, units, best);
    case "row":
      return within(
        blockOf(units, best).filter(({ score }) => score >= best.score - 0.03),
        best,
        MAX_ROWS,
      );
    case "code":
      return withLeadIn(units, best, [best]);
  }
}

function expandSentence(question: Question, units: ScoredUnit[], best: ScoredUnit): ScoredUnit[] {
  const block = blockOf(units, best);
  let from = block.indexOf(best);
  while (from > 0 && block.indexOf(best) - from < 2 && REFERS_BACK.test(block[from]?.text ?? "")) from -= 1;
  let to = block.indexOf(best) + 1;
  while (
    to < block.length &&
    to - from < MAX_SENTENCES &&
    belongs(question, best, block[to], block[to - 1] === best)
  )
    to += 1;
  const chosen = block.slice(from, to);
  const last = chosen.at(-1);
  return last?.text.endsWith(":") ? [...chosen, ...announcedUnits(question, units, last)] : chosen;
}

function belongs(
  question: Question,
  best: ScoredUnit,
  next: ScoredUnit | undefined,
  isNext: boolean,
): boolean {
  if (!next || next.text.endsWith("?")) return false;
  if (
    isNext &&
    best.words.length < SHORT_SENTENCE_WORDS &&
    next.kind === "sentence" &&
    next.score >= 0.3 * best.score
  )
    return true;
  if (question.asksSteps && (isNext || next.text.endsWith(":"))) return true;
  return REFERS_BACK.test(next.text) || next.score >= (question.asksSteps ? 0.3 : 0.75) * best.score;
}

/** The list, table rows or code introduced by a sentence that ends with a colon. */
function announcedUnits(question: Question, units: ScoredUnit[], leadIn: ScoredUnit): ScoredUnit[] {
  const after = units.filter((unit) => unit.leadIn && isSamePlace(unit.leadIn, leadIn));
  const [best] = after.toSorted((one, other) => other.score - one.score);
  if (!best) return [];
  if (best.kind === "row") return expandUnit(question, units, best);
  return within(after, best, MAX_ITEMS);
}

function expandItem(question: Question, units: ScoredUnit[], best: ScoredUnit): ScoredUnit[] {
  const list = blockOf(units, best);
  if (best.step !== undefined && question.asksSteps)
    return withLeadIn(units, best, within(list, best, MAX_ITEMS));
  if (best.step !== undefined) return [best];
  const chosen =
    question.asksSteps || question.asksList ? list : list.filter(({ score }) => score >= 0.85 * best.score);
  return withLeadIn(
    units,
    best,
    within(chosen, best, question.asksSteps || question.asksList ? MAX_ITEMS : 4),
  );
}

function withLeadIn(units: ScoredUnit[], unit: ScoredUnit, chosen: ScoredUnit[]): ScoredUnit[] {
  const leadIn = unit.leadIn && units.find((other) => isSamePlace(other, unit.leadIn as ScoredUnit));
  return leadIn ? [leadIn, ...chosen] : chosen;
}

/** Limits the units to a run around the best one that fits the count and the excerpt length. */
function within(units: ScoredUnit[], best: ScoredUnit, max: number): ScoredUnit[] {
  if (units.length <= max && lengthOf(units) <= MAX_EXCERPT_LENGTH) return units;
  let from = Math.max(0, units.indexOf(best) - Math.floor(max / 3));
  let chosen = units.slice(from, from + max);
  while (chosen.length > 1 && lengthOf(chosen) > MAX_EXCERPT_LENGTH) {
    if (chosen[0] !== best) from += 1;
    chosen = units.slice(from, from + chosen.length - 1);
  }
  return chosen;
}

function lengthOf(units: ScoredUnit[]): number {
  return units.reduce((sum, { text }) => sum + text.length, 0);
}

export function blockOf(units: ScoredUnit[], unit: ScoredUnit): ScoredUnit[] {
  return units.filter(({ passage, block }) => passage === unit.passage && block === unit.block);
}

function isSamePlace(one: { passage: number; block: number; text: string }, other: typeof one): boolean {
  return one.passage === other.passage && one.block === other.block && one.text === other.text;
}

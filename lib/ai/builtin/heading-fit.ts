import { fillerWords } from "./english.ts";
import type { Question } from "./read-question.ts";
import { isOnTopic } from "./trouble-bonus.ts";
import { type IndexedUnit, strongest, type WeightedTerm } from "./weigh-terms.ts";
import { keyOf } from "./words.ts";

const MIN_ANNOUNCED = 0.3;
const STEP_HEADING = new Set(["step", "how", "procedure", "instruction", "guide"].map(keyOf));
const PROBLEM_HEADING = new Set(["fault", "problem", "trouble", "troubleshooting", "failure"].map(keyOf));
/** A heading such as "Faults" says what has them only in the title above it. */
const TITLE_STRENGTH = 0.9;
const fillerKeys = new Set([...fillerWords].map(keyOf));

export type HeadingFit = {
  /** 0 to 1. */
  fit: number;
  /** It names the topic and announces what was asked for, as "Charging times" does for a duration. */
  announces: boolean;
  /** It announces the measure asked for, but not the thing measured. */
  hints: boolean;
  /** It is about something going wrong, which was not asked. */
  isAside: boolean;
};

const NO_FIT: HeadingFit = { fit: 0, announces: false, hints: false, isAside: false };
const TROUBLE =
  /\b(?:fail(?:s|ure|ed)?|faults?|problems?|troubles?(?:hooting)?|errors?|lost|broken|wrong)\b|\bnot\b/i;
const TROUBLE_FACTOR = 0.4;

/**
 * How well the unit's heading states the question's topic, 0 to 1: the harmonic mean of the share of the
 * question that the heading holds and the share of the heading that the question asks for. "Charging times"
 * fits "How long does charging take?", since "times" announces a duration.
 */
export function headingFit(question: Question, terms: WeightedTerm[], unit: IndexedUnit): HeadingFit {
  if (unit.headingWords.length === 0) return NO_FIT;
  const asked = terms.filter(
    ({ importance, isAction }) => importance >= 0.5 || (isAction && question.asksSteps),
  );
  const total = asked.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return NO_FIT;
  const isReported = question.reportsProblem && isOnTopic(terms, unit);
  const isFault = isReported && unit.headingWords.some((keys) => holdsAny(keys, PROBLEM_HEADING));
  const strengthOf = (forms: WeightedTerm["forms"]) =>
    Math.max(strongest(forms, unit.near), isFault ? TITLE_STRENGTH * strongest(forms, unit.far) : 0);
  const held = asked.reduce((sum, { weight, forms }) => sum + weight * strengthOf(forms), 0);
  const announcing = new Set([
    ...question.shapes.flatMap(({ headingWords = [] }) => headingWords.map(keyOf)),
    ...(question.asksSteps ? STEP_HEADING : []),
    ...(isReported ? PROBLEM_HEADING : []),
  ]);
  let [wanted, counted, hasAnnounced] = [0, 0, false];
  for (const keys of unit.headingWords) {
    const isAnnounced = holdsAny(keys, announcing);
    const strength = Math.max(isAnnounced ? 1 : 0, ...terms.map(({ forms }) => strongest(forms, keys)));
    const size = strength === 0 && [...keys].some((key) => fillerKeys.has(key)) ? 0.5 : 1;
    hasAnnounced ||= isAnnounced;
    wanted += size * strength;
    counted += size;
  }
  const recall = Math.min(1, held / total + (hasAnnounced && held > 0 ? 0.2 : 0));
  const precision = wanted / counted;
  if (recall + precision === 0) return NO_FIT;
  const isAside = TROUBLE.test(unit.heading) && !question.reportsProblem && !TROUBLE.test(question.text);
  const fit = (isAside ? TROUBLE_FACTOR : 1) * ((2 * recall * precision) / (recall + precision));
  const announces = hasAnnounced && held >= MIN_ANNOUNCED * total && !isAside;
  return { fit, announces, hints: hasAnnounced && !announces && !isAside, isAside };
}

function holdsAny(keys: ReadonlySet<string>, some: ReadonlySet<string>): boolean {
  return [...keys].some((key) => some.has(key));
}

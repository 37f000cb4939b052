import { decides } from "./answer-kinds.ts";
import { comparesInHead } from "./compares-in-head.ts";
import { isNarrow } from "./narrow-exception.ts";
import type { Question } from "./read-question.ts";
import type { ScoredUnit } from "./score-units.ts";
import { switchFit } from "./switching.ts";
import { tellsOfTrouble } from "./trouble-bonus.ts";
import type { WeightedTerm } from "./weigh-terms.ts";
import { readWords } from "./words.ts";

/** A word covered less is at most elsewhere in the passage. */
export const MENTIONED = 0.35;
const HALF = 0.5;
/** Covered less, a word that the passages know is not in this one. */
const NEARBY = 0.3;
const GOOD_FIT = 0.4;
const COVERED = 0.8;
const STATES_TOPIC = 0.6;
const EXCLUDES = /\b(?:without|not|no|never|only|skips?|instead|cannot|un\w+)\b|n't\b|--(?:no|dry|skip)/i;
const EXAMPLE = /\b(?:an example|for (?:example|instance)|e\.g\.)/i;
/** "One", "no" and "none" are in many sentences that count nothing. */
const COUNTS =
  /\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|both|several|unlimited|only one|any number|no (?:limit|more than))\b/i;
const REASONS =
  /\b(?:because|so that|so as|due to|therefore|since|reasons?|caus(?:e[ds]?|ing)|in order to|when|if|otherwise|to avoid|to prevent|means|for this|this is why|comes? from)\b/i;
const PARTIAL = /\b(?:many|some|most|few) of\b/i;
const NEEDS = /\b(?:is|are) (?:needed|required|necessary) (?:for|to)\b/i;
const ASKS_NEED =
  /\b(?:need(?:s|ed)?|requir(?:e[ds]?|ement)|necessary|must|have to|has to|without|can|could|may)\b/;
const COMPARES = /\b(?:difference|differs?|than|while|whereas|unlike|both|compared)\b/i;

/** Whether something speaks against a unit as an answer, however much of the question it covers. */
export function hasDoubt(question: Question, terms: WeightedTerm[], unit: ScoredUnit): boolean {
  const lacks = (is: (term: WeightedTerm) => boolean, least: number) =>
    terms.some((term, at) => is(term) && (unit.cover[at] ?? 0) < least);
  const isTable = unit.kind === "row";
  const isRareName = ({ isName, keys }: WeightedTerm) => isName && keys.every((key) => !unit.common.has(key));
  return (
    question.asksOwnCase ||
    (question.switches !== undefined && switchFit(question.switches, unit) !== "same") ||
    lacks(({ isAdjective }) => isAdjective === true, HALF) ||
    lacks(({ quantity }) => quantity !== undefined, HALF) ||
    lacks(({ surface }) => surface === question.counted, HALF) ||
    (question.shapes.some(({ name }) => name === "person") && !unit.gives.includes("person")) ||
    (question.excluded !== undefined && !EXCLUDES.test(unit.text)) ||
    (isTable && lacks(({ importance, forms }) => importance >= 1 && forms.size > 0, NEARBY)) ||
    (question.asksSteps && lacks(({ isAction }) => isAction, MENTIONED)) ||
    (question.asksYesNo && lacks(isTellingAction, MENTIONED)) ||
    (!(question.asksComparison && isTable) && lacks(({ isName }) => isName, MENTIONED)) ||
    (!(question.asksComparison && isTable) && lacks(isRareName, HALF)) ||
    (question.asksComparison && !(isTable ? compares(terms, unit) : COMPARES.test(unit.text))) ||
    (question.asksYesNo && isNarrow(terms, unit)) ||
    (question.asksYesNo && isListed(unit) && !decides(terms, unit)) ||
    (question.reportsProblem && !tellsOfTrouble(terms, unit)) ||
    (EXAMPLE.test(unit.text) && !EXAMPLE.test(question.text)) ||
    (question.counted !== undefined && !COUNTS.test(unit.text)) ||
    (!isTable && !question.isAsked && !question.reportsProblem && (unit.cover[0] ?? 1) < MENTIONED) ||
    (question.asksReason && unit.kind === "sentence" && !REASONS.test(unit.text)) ||
    (question.asksYesNo && PARTIAL.test(unit.text)) ||
    (question.asksYesNo && NEEDS.test(unit.text) && !ASKS_NEED.test(question.text)) ||
    isMentionedInPassing(question, terms, unit) ||
    (unit.isFar && unit.headingFit < STATES_TOPIC && !(question.asksComparison && isTable)) ||
    (!isTable && unit.headingFit < HALF && !givesMeasure(question, unit) && lacks(isTopic, NEARBY))
  );
}

/** Whether the table compares what the question names, in columns or in separate rows. */
function compares(terms: WeightedTerm[], unit: ScoredUnit): boolean {
  return comparesInHead(terms, unit) || isNamed(terms, unit) || COMPARES.test(unit.text);
}

/** Excludes verbs that fit any question, such as "use" or "get". */
function isTellingAction({ isAction, importance, nearKeys }: WeightedTerm): boolean {
  return isAction && (importance >= 1 || nearKeys.length > 0);
}

/** A word that says what is asked about. */
function isTopic({ importance, isAction, isAdjective, quantity }: WeightedTerm): boolean {
  return importance >= 1 && !isAction && isAdjective !== true && quantity === undefined;
}

function givesMeasure({ shapes }: Question, { gives }: ScoredUnit): boolean {
  return shapes.some(({ name, isLoose }) => !isLoose && gives.includes(name));
}

function isListed({ kind }: ScoredUnit): boolean {
  return kind === "list" || kind === "item";
}

/** Whether a single word ties the unit to the question, and neither its heading nor its form does. */
function isMentionedInPassing(question: Question, terms: WeightedTerm[], unit: ScoredUnit): boolean {
  const topics = terms.filter(({ importance }) => importance >= HALF);
  const rare = topics.filter(
    ({ keys, isIdentifier }) => isIdentifier || keys.every((key) => !unit.common.has(key)),
  );
  const holdsAll = terms.every(({ importance }, at) => importance < HALF || (unit.own[at] ?? 0) >= COVERED);
  if (rare.length > 1 || (topics.length > 1 && holdsAll)) return false;
  return !(
    unit.headingFit >= GOOD_FIT ||
    givesMeasure(question, unit) ||
    unit.defines ||
    isNamed(terms, unit) ||
    (question.asksYesNo && decides(terms, unit)) ||
    (question.asksSteps && unit.kind !== "sentence")
  );
}

/** Whether the question holds all of a row's first cell. */
function isNamed(terms: WeightedTerm[], { cells }: ScoredUnit): boolean {
  const words = readWords(cells[0]?.value ?? "");
  return (
    words.length > 0 &&
    words.every(({ keys }) => terms.some(({ forms }) => keys.some((key) => forms.has(key))))
  );
}

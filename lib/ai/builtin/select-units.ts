import { blockOf, expandUnit } from "./expand-unit.ts";
import type { Question } from "./read-question.ts";
import { type ScoredUnit, weigh } from "./score-units.ts";
import { strongest, type WeightedTerm } from "./weigh-terms.ts";

/** The units to quote, in runs, the most direct run first. */
export type Selection = { best: ScoredUnit; runs: ScoredUnit[][] };

const MAX_SENTENCES = 4;
const MIN_GAIN = 0.2;
const SHAPE_WORTH = 0.25;

export function selectUnits(
  question: Question,
  terms: WeightedTerm[],
  units: ScoredUnit[],
): Selection | undefined {
  const best = bestUnit(question, terms, units);
  if (!best) return undefined;
  const runs = [expandUnit(question, units, best)];
  if (!question.isCompound) return { best, runs };
  while (runs.flat().length < MAX_SENTENCES && runs.length < 3) {
    const next = nextUnit(question, terms, units, best, runs.flat());
    if (!next) break;
    const run = expandUnit({ ...question, asksSteps: false, asksList: false }, units, next).filter(
      (unit) => !runs.flat().some((chosen) => isSame(chosen, unit)),
    );
    runs.push(next.kind === "sentence" ? run.slice(0, MAX_SENTENCES - runs.flat().length) : run);
  }
  return { best, runs };
}

/** Numbered steps are scored together because no single step repeats the question. */
function bestUnit(question: Question, terms: WeightedTerm[], units: ScoredUnit[]): ScoredUnit | undefined {
  let [best, maxScore] = [undefined as ScoredUnit | undefined, 0];
  const lists = new Map<string, number>();
  for (const unit of units) {
    let score = unit.score;
    if (unit.step !== undefined && question.asksSteps) {
      const key = `${unit.passage} ${unit.block}`;
      const together = lists.get(key) ?? stepsScore(terms, blockOf(units, unit));
      lists.set(key, together);
      score = Math.max(together + unit.trust + 0.01 * unit.score, unit.score + 0.1);
    }
    if (score > maxScore) [best, maxScore] = [unit, score];
  }
  return best;
}

/** Steps under a heading that names the topic are the procedure asked for. */
function stepsScore(terms: WeightedTerm[], steps: ScoredUnit[]): number {
  const total = terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const union = (kind: "own" | "cover") =>
    terms.map((_, at) => Math.max(...steps.map((step) => step[kind][at] ?? 0)));
  const named = (keys: Set<string>[]) =>
    weigh(
      terms,
      terms.map(({ forms }) => Math.max(...keys.map((set) => strongest(forms, set)))),
    ) / total;
  const [first] = steps;
  const isNamed = first && named([first.near]) >= 0.3 && named([first.near, first.far]) >= 0.6;
  const together = (0.35 * weigh(terms, union("own")) + 0.65 * weigh(terms, union("cover"))) / total;
  return together + (isNamed ? 0.55 : 0.2);
}

/** The unit that covers most of what is still missing, if it is worth a sentence. */
function nextUnit(
  question: Question,
  terms: WeightedTerm[],
  units: ScoredUnit[],
  best: ScoredUnit,
  chosen: ScoredUnit[],
): ScoredUnit | undefined {
  const total = terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const covered = terms.map((_, at) => Math.max(...chosen.map(({ cover }) => cover[at] ?? 0)));
  const given = new Set(chosen.flatMap(({ gives }) => gives));
  let [next, maxGain] = [undefined as ScoredUnit | undefined, MIN_GAIN];
  for (const unit of units) {
    if (unit.score < 0.55 * best.score || chosen.some((other) => isSame(other, unit))) continue;
    const gaps = terms.map((_, at) => Math.max(0, (unit.own[at] ?? 0) - (covered[at] ?? 0)));
    const missing = unit.gives.filter((shape) => !given.has(shape)).length;
    const asked = question.shapes.length || 1;
    const gain = weigh(terms, gaps) / total + (SHAPE_WORTH * missing) / asked + 0.02 * unit.score;
    if (gain > maxGain) [next, maxGain] = [unit, gain];
  }
  return next;
}

/** The same unit, or one from another passage with the same content. */
function isSame(one: ScoredUnit, other: ScoredUnit): boolean {
  if (one === other) return true;
  let shared = 0;
  for (const key of one.keys) if (other.keys.has(key)) shared += 1;
  return shared / (one.keys.size + other.keys.size - shared || 1) > 0.75;
}

import type { GroundingOptions, Passage } from "../schema.ts";
import { completeQuestion } from "./complete-question.ts";
import { decline, replyToCourtesy } from "./fixed-replies.ts";
import { isEnough } from "./is-enough.ts";
import { narrowRow } from "./narrow-row.ts";
import { printAnswer } from "./print-answer.ts";
import { printCurated } from "./print-curated.ts";
import { type Question, readQuestion, splitQuestion } from "./read-question.ts";
import { readUnits } from "./read-units.ts";
import { type ScoredUnit, scoreUnits } from "./score-units.ts";
import { selectUnits } from "./select-units.ts";
import { type IndexedUnit, indexUnits, weighTerms } from "./weigh-terms.ts";

/**
 * Returns a curated answer verbatim, an answer quoted from the passages with citation marks, or a decline.
 */
export function answerQuestion(options: GroundingOptions): string {
  const { question: raw, earlier, passages, answerable, policy = "knowledge" } = options;
  const fixed = replyToCourtesy(raw);
  if (fixed) return fixed;
  const curated = passages.find(({ isCuratedAnswer }) => isCuratedAnswer);
  if (curated) return printCurated(curated);
  const current = readQuestion(raw);
  const question = earlier ? completeQuestion(current, readQuestion(earlier)) : current;
  const declineWith = (nearest: number) =>
    decline({ searchedWords: current.terms.map(({ surface }) => surface), passages, nearest, policy });
  if (!answerable || question.terms.length === 0 || passages.length === 0) return declineWith(0);
  const units = indexUnits(readUnits(passages));
  const whole = quote(question, units, passages);
  if (whole.isEnough) return printAnswer(whole.runs, passages);
  const parts = splitQuestion(question).map((part) => quote(part, units, passages));
  const runs = parts.flatMap((part) => (part.isEnough ? part.runs : []));
  return runs.length > 0 ? printAnswer(runs, passages) : declineWith(whole.nearest);
}

type Quote = { isEnough: boolean; runs: ScoredUnit[][]; nearest: number };

function quote(question: Question, read: IndexedUnit[], passages: Passage[]): Quote {
  const terms = weighTerms(question, read);
  const units = scoreUnits(
    question,
    terms,
    read,
    passages.map(({ score }) => score),
  );
  const selection = selectUnits(question, terms, units);
  if (!selection) return { isEnough: false, runs: [], nearest: 0 };
  const runs = selection.runs.map((run) =>
    run.map((unit) => (question.isCompound ? unit : narrowRow(question, terms, unit))),
  );
  return { isEnough: isEnough(question, terms, selection), runs, nearest: selection.best.passage };
}

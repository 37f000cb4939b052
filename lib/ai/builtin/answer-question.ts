import type { GroundingOptions } from "../schema.ts";
import { courtesy, decline } from "./fixed-lines.ts";
import { isEnough } from "./is-enough.ts";
import { narrowRow } from "./narrow-row.ts";
import { printAnswer } from "./print-answer.ts";
import { readQuestion } from "./read-question.ts";
import { readUnits } from "./read-units.ts";
import { scoreUnits } from "./score-units.ts";
import { selectUnits } from "./select-units.ts";
import { lookUp, weighTerms } from "./weigh-terms.ts";

/** An answer made only of what the passages say, in Markdown with citation marks, or an honest decline. */
export function answerQuestion({ question: raw, passages, answerable }: GroundingOptions): string {
  const fixed = courtesy(raw);
  if (fixed) return fixed;
  const question = readQuestion(raw);
  if (!answerable || question.terms.length === 0 || passages.length === 0) return decline(passages);
  const read = lookUp(readUnits(passages));
  const terms = weighTerms(question, read);
  const units = scoreUnits(
    question,
    terms,
    read,
    passages.map(({ score }) => score),
  );
  const selection = selectUnits(question, terms, units);
  if (!selection) return decline(passages);
  if (!isEnough(question, terms, selection)) return decline(passages, selection.best.passage);
  const runs = selection.runs.map((run) =>
    run.map((unit) => (question.isCompound ? unit : narrowRow(terms, unit))),
  );
  return printAnswer(runs, passages);
}

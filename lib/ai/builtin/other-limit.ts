import type { Question } from "./read-question.ts";
import type { IndexedUnit } from "./weigh-terms.ts";

const LIMIT =
  /\b(?:limits?|max(?:imum)?|min(?:imum)?|permissible|permitted|allowed|at (?:most|least)|up to|no more than)\b/i;
const ASKS_LIMIT =
  /\b(?:limits?|max(?:imum)?|min(?:imum)?|permissible|permitted|allowed|most|least|up to|can|could|may|must|should|many)\b/;

/** "Permissible total weight" does not answer "How heavy is it?", which asks for the actual weight. */
export function isOtherLimit({ shapes, text }: Question, unit: IndexedUnit): boolean {
  if (shapes.every(({ isLoose }) => isLoose) || ASKS_LIMIT.test(text)) return false;
  return LIMIT.test(unit.kind === "row" ? `${unit.heading} ${unit.cells[0]?.value ?? ""}` : unit.text);
}

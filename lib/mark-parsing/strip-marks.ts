import { CitationMarks } from "./citation-marks.ts";

/** More than a stored answer has citations. */
const MOST_CITATIONS = 24;

/** Removes the citation marks from a stored answer. Brackets that are no marks stay. */
export function stripMarks(text: string): string {
  const every = Array.from({ length: MOST_CITATIONS }, (_, index) => index + 1);
  const marks = new CitationMarks(every, { isStripped: true });
  return marks.push(text) + marks.end();
}

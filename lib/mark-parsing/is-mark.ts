import { isSquareMark } from "./is-square-mark.ts";
import {
  ENDS_CLAUSE,
  isLineStart,
  MARK,
  SCRIPT_WITHOUT_SPACES,
  type Surroundings,
} from "./mark-surroundings.ts";
import { COUNTED, NUMBER_WORDS, PREPOSITIONS, UNFINISHED, UNITS } from "./mark-words.ts";
import type { WrittenMark } from "./read-mark.ts";

/** A larger number is a year, a size or the like. */
const LARGEST_NUMBER = 24;
/** A sentence and the word before it; longer lines cost time and say no more. */
const CONTEXT_CHARS = 400;
/**
 * Whether brackets with numbers are a citation mark, by what stands around them. A mark follows a statement.
 * Arrays, intervals, years, indexes and the like belong to one and are left as they are.
 */
export function isMark(mark: WrittenMark, { before, after, known, largest = 0 }: Surroundings): boolean {
  const { numbers } = mark;
  const isPlausible = (number: number) => number <= Math.max(LARGEST_NUMBER, largest);
  const around = { before: before.slice(-CONTEXT_CHARS), after, known };
  if (numbers.length === 0) return false;
  switch (mark.form) {
    case "labeled":
      return !/[\p{L}\p{N}!]$/u.test(before) && numbers.every((number) => number <= 99);
    case "lenticular":
      return mark.text.includes("†") || (!isLineStart(before) && numbers.every(isPlausible));
    case "round":
      return isRoundMark(numbers, around);
    case "raised":
      return isRaisedMark(numbers, around);
    case "square":
      return (
        numbers.every(isPlausible) && !(mark.isList && numbers.includes(0)) && isSquareMark(mark, around)
      );
    default:
      return mark.form satisfies never;
  }
}

/** `(1)` at the end of a clause; not `f(1)`, `(1) first`, `two (2)`. */
function isRoundMark(numbers: number[], { before, after, known }: Surroundings): boolean {
  if (!numbers.every((number) => number > 0 && known.has(number))) return false;
  if (isLineStart(before) || !/\s$/.test(before)) return false;
  const said = before.trimEnd();
  if (/[.!?…]$/.test(said)) return after === "" || /^[\s.,;]/.test(after);
  if (/\(\d+\)/.test(/[^.!?…]*$/.exec(said)?.[0] ?? "")) return false;
  if (new RegExp(`${MARK}(?:,| and| or)?$`).test(said)) return true;
  const word = (/[\p{L}\p{M}]+$/u.exec(said)?.[0] ?? "").toLowerCase();
  const isCounted =
    COUNTED.has(word) || NUMBER_WORDS.has(word) || UNFINISHED.has(word) || PREPOSITIONS.has(word);
  const isNumber = /\d$/.test(said) && Number(/\d+$/.exec(said)?.[0]) === numbers[0];
  return !isCounted && !isNumber && !/[=+*/,:(\-–—]$/.test(said) && (after === "" || ENDS_CLAUSE.test(after));
}

/** `hours<sup>1</sup>`; not `m<sup>2</sup>`, `10<sup>3</sup>`, `(a + b)<sup>2</sup>`. */
function isRaisedMark(numbers: number[], { before, known }: Surroundings): boolean {
  if (!numbers.every((number) => known.has(number))) return false;
  if (before.endsWith(MARK)) return true;
  const run = /[^\s]+$/.exec(before)?.[0] ?? "";
  if (run === "") return !isLineStart(before);
  if (/[.!?,;:…"”»]$/.test(run) || SCRIPT_WITHOUT_SPACES.test(run)) return true;
  return /^["'“‘(*_]*\p{L}{3,}$/u.test(run) && !UNITS.has(run.toLowerCase());
}

import {
  ENDS_CLAUSE,
  isLineStart,
  MARK,
  SCRIPT_WITHOUT_SPACES,
  type Surroundings,
} from "./mark-surroundings.ts";
import {
  CITING,
  COPULAS,
  COUNTED,
  DETERMINED,
  IDENTIFIERS,
  JOINING,
  NUMBERED_ABBREVIATION,
  POINTING,
  PREPOSITIONS,
  PRESSED,
  PRONOUN_BEFORE,
  UNFINISHED,
} from "./mark-words.ts";
import type { WrittenMark } from "./read-mark.ts";

/** `hours [1]`, `hours[1]`, `as described in [1, 2]`; not `a[1]`, `is [1, 2]`, `option [2]`. */
export function isSquareMark(mark: WrittenMark, { before, after, known }: Surroundings): boolean {
  const { isList, numbers } = mark;
  if (/^[\p{L}\p{N}_=]/u.test(after) && !SCRIPT_WITHOUT_SPACES.test(after[0] ?? "")) return false;
  if (isLineStart(before)) return !isList && !after.startsWith(":");
  if (/\\$/.test(before)) return false;
  const text = before.replace(/[*_~]+$/, "");
  if (!/\s$/.test(text)) return isMarkAfter(text, isList);
  const said = text.trimEnd().replace(/[*_~]+$/, "");
  const isKnown = numbers.some((number) => known.has(number));
  return isMarkAfterSpace(said, { isList, isKnown, after });
}

/** Without a space before it: `hours[1]`, but not `a[1]`. */
function isMarkAfter(text: string, isList: boolean): boolean {
  if (text.endsWith(MARK) || text === "" || SCRIPT_WITHOUT_SPACES.test(text)) return true;
  if (/["'“‘]$/.test(text)) return /\S["'”’]$/.test(text) && !/[:,[{(]\s*["']$/.test(text);
  if (/\w\([^()\s]*\)$/.test(text)) return false;
  if (/[.!?;…%°€)»]$/.test(text)) return !/(?:^|\s)\w\.$/.test(text);
  if (/\($/.test(text)) return !isList;
  if (text.endsWith(`${MARK}-`) || text.endsWith(`${MARK}–`)) return true;
  const run = /[^\s([{]+$/.exec(text)?.[0] ?? "";
  if (/^\d+(?:[.,]\d+)?$/.test(run)) return true;
  const isWord = /^\p{L}{3,}$/u.test(run.replace(/^["'“‘(*_]+/, ""));
  return (
    isWord && !IDENTIFIERS.has(run.toLowerCase()) && !/^\p{Lu}+$/u.test(run) && !/\p{Ll}\p{Lu}/u.test(run)
  );
}

type Candidate = { isList: boolean; isKnown: boolean; after: string };

function isMarkAfterSpace(said: string, { isList, isKnown, after }: Candidate): boolean {
  const sentence = /[^.!?…]*$/.exec(said)?.[0] ?? "";
  const hasOther = /[[{]\s*\d/.test(sentence) && !sentence.includes(MARK);
  if (said.endsWith(MARK)) return true;
  if (/\[[\d,;\s-]+\]$/.test(said)) return false;
  if (/[,;]$/.test(said))
    return said.endsWith(`${MARK},`) || said.endsWith(`${MARK};`) || !(isList || hasOther);
  if (/:$/.test(said)) return /\b(?:sources?|references?|quellen?|fuentes?|see)\s*[*_]*:$/i.test(said);
  if (/[|(]$/.test(said)) return isKnown;
  if (/[-–—]$/.test(said)) return !isList;
  if (/[=<>+*/{[^~&@#$\\∈∉⊂⊆≤≥≈→]$/.test(said)) return false;
  if (NUMBERED_ABBREVIATION.test(said)) return false;
  if (/[.!?…。！？]$/.test(said)) return !isList || isKnown;
  const word = /[\p{L}\p{M}’'&]+$/u.exec(said)?.[0] ?? "";
  if (word === "") return isKnown || ENDS_CLAUSE.test(after) || after === "";
  return isMarkAfterWord(said, word, { isList, isKnown, after, hasOther });
}

function isMarkAfterWord(said: string, word: string, candidate: Candidate & { hasOther: boolean }): boolean {
  const { isList, isKnown, after, hasOther } = candidate;
  // "Variant A [1]" is no article.
  const name = /^\p{Lu}$/u.test(word) ? word : word.toLowerCase();
  if (POINTING.has(name)) return true;
  const isEnd = after === "" || ENDS_CLAUSE.test(after);
  if (!isList && isKnown && !hasOther && canEndStatement(said, word, name, isEnd)) return true;
  if (JOINING.has(name)) return said.slice(0, -word.length).trimEnd().endsWith(MARK);
  if (PREPOSITIONS.has(name)) {
    const isFirst = /(?:^|[.!?…]\s+)[*_]*\p{L}+$/u.test(said);
    return CITING.test(said) || (isFirst && !isList && !hasOther);
  }
  if (UNFINISHED.has(name) || COUNTED.has(name)) return false;
  if (isKnown) return true;
  return isList ? isEnd : !hasOther;
}

/** `is plugged in [1].`, `that is how it is [1].`, `in the table [1] below` */
function canEndStatement(said: string, word: string, name: string, isEnd: boolean): boolean {
  const before = said.slice(0, -word.length);
  if (COUNTED.has(name)) return DETERMINED.test(before) && (isEnd || !PRESSED.test(said));
  if (!isEnd) return false;
  if (COPULAS.has(name)) return PRONOUN_BEFORE.test(said);
  if (PREPOSITIONS.has(name)) return !COUNTED.has(lastWord(before).toLowerCase());
  return DETERMINED.test(before);
}

function lastWord(text: string): string {
  return /[\p{L}\p{M}]+(?=\s*$)/u.exec(text)?.[0] ?? "";
}

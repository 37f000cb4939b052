import { foldWord, spellingsOf } from "../indexing/fold-word.ts";
import { isStemmed } from "../indexing/is-stemmed.ts";
import { joinedForms } from "../indexing/joined-forms.ts";
import { type Atom, normalizeWords, type Run, readRuns } from "../indexing/read-runs.ts";
import { answerTerms } from "./answer-terms.ts";
import { isFunctionWord, isQuestionWord } from "./function-words.ts";
import { otherForm } from "./other-form.ts";
import type { SearchTerm, SearchTerms, Slot } from "./search-terms.ts";
import { shapeWords, withoutMeasures } from "./shape-words.ts";
import { unspacedPieces } from "./unspaced-terms.ts";
import { meaningOf } from "./word-meaning.ts";

/** Relative to the words of the question itself. Tuned on the tuning halves. */
const EARLIER_PART = 0.5;
/** What is left of a word's weight where it occurs nowhere: other forms of a short one may be there. */
const UNKNOWN_PARTS = { letterOfCode: 0, questionWord: 0.25, shortWord: 0.35, characters: 0.35, word: 1 };
/** Names something, however short it is, unlike a mistyped "teh". */
const ABBREVIATION = /(?<![\p{L}\p{N}])\p{Lu}{2,}(?![\p{L}\p{N}])/gu;
const MAX_NEIGHBORS = 24;
const MAX_SLOTS = 64;
const MAX_OTHER_FORMS = 120;

type Question = { text: string; language: string; earlier?: string };

/** Returns what a question asks for, and every form in which texts may say it. */
export function readSearchTerms({ text, language, earlier: asked = "" }: Question): SearchTerms {
  const earlier = language === "english" && shapeWords(text).length > 0 ? withoutMeasures(asked) : asked;
  const own: SearchTerms = { slots: [], terms: [] };
  const others: SearchTerm[] = [];
  const read = (part: string, weight: number) => readText(own, others, part, language, weight);
  read(text, 1);
  if (earlier !== "") read(earlier, EARLIER_PART);
  if (language === "english") {
    const known = new Set(others.map(({ text: form }) => form));
    others.push(...answerTerms(own, text, earlier).filter(({ text: form }) => !known.has(form)));
  }
  return { slots: own.slots, terms: [...own.terms, ...others.slice(0, MAX_OTHER_FORMS)] };
}

function readText(own: SearchTerms, others: SearchTerm[], text: string, language: string, weight: number) {
  const normalized = normalizeWords(text);
  let before: { run: Run; slots: number[][] } | undefined;
  let neighbors = 0;
  const abbreviations = new Set(text.match(ABBREVIATION)?.map((word) => word.toLowerCase()));
  for (const run of readRuns(normalized)) {
    const slots = readRun(own, others, run, { language, weight, abbreviations });
    const joined = before && neighbors < MAX_NEIGHBORS ? joinNeighbors(normalized, before.run, run) : null;
    if (before && joined) {
      others.push(otherForm(joined, [...(before.slots.at(-1) ?? []), ...(slots[0] ?? [])]));
      neighbors += 1;
    }
    before = { run, slots };
  }
}

type Reading = { language: string; weight: number; abbreviations: Set<string> };

/** Adds the words of a run. @returns the slots of each atom */
function readRun(own: SearchTerms, others: SearchTerm[], run: Run, reading: Reading): number[][] {
  const { atoms } = run;
  const share = reading.weight * Math.min(1, Math.sqrt(2 / atoms.length));
  const slots = atoms.map((atom): number[] => {
    const { text, kind } = atom;
    if (own.slots.length >= MAX_SLOTS) return [];
    if (kind === "unspaced") return readUnspaced(own, others, text, share);
    const isEnglish = reading.language === "english" && kind === "letters";
    const part = share * (isEnglish ? meaningOf(text) : 1);
    const unknownPart =
      (isEnglish ? unknownFormPart(text) : null) ??
      unknownTopicPart(atom, atoms.length, reading.abbreviations.has(text));
    const slot = addSlot(own, text, { part, unknownPart });
    for (const spelling of spellingsOf(text, reading.language)) others.push(otherForm(spelling, [slot]));
    return [slot];
  });
  if (atoms.length > 1 || run.ending !== "") {
    for (const { text, from, to } of joinedForms(run))
      others.push(otherForm(text, slots.slice(from, to + 1).flat()));
  }
  return slots;
}

function readUnspaced(own: SearchTerms, others: SearchTerm[], text: string, part: number): number[] {
  const slots: number[] = [];
  for (const piece of unspacedPieces(text)) {
    if (piece.share === 0) others.push({ ...otherForm(piece.text, []), isStemmed: false });
    else if (own.slots.length < MAX_SLOTS) {
      const slot = { part: part * piece.share, unknownPart: UNKNOWN_PARTS.characters };
      slots.push(addSlot(own, piece.text, slot, { isStemmed: false, weight: part * Math.sqrt(piece.share) }));
    }
  }
  return slots;
}

function addSlot(
  own: SearchTerms,
  text: string,
  wanted: Slot,
  term = { isStemmed: isStemmed(text), weight: wanted.part },
): number {
  const slot = own.slots.push(wanted) - 1;
  own.terms.push({ text, ...term, slot, fills: [{ slot, strength: 1 }] });
  return slot;
}

/** For an English word that gives a question its form; null for others. */
function unknownFormPart(word: string): number | null {
  if (isFunctionWord(word)) return 0;
  return isQuestionWord(word) ? UNKNOWN_PARTS.questionWord : null;
}

function unknownTopicPart({ text, kind }: Atom, atoms: number, isAbbreviation: boolean): number {
  if (kind === "digits" || isAbbreviation) return UNKNOWN_PARTS.word;
  if (atoms > 1) return text.length === 1 ? UNKNOWN_PARTS.letterOfCode : UNKNOWN_PARTS.word;
  return text.length < 4 ? UNKNOWN_PARTS.shortWord : UNKNOWN_PARTS.word;
}

const MAX_JOINED_LENGTH = 24;

/** "set up" as "setup" and "XR 200" as "xr200", for texts that write them as one; not "to my". */
function joinNeighbors(text: string, one: Run, other: Run): string | null {
  if (text.slice(one.index + one.length, other.index) !== " ") return null;
  const [left, right] = [one.atoms.at(-1), other.atoms[0]];
  if (!left || !right || left.kind === "unspaced" || right.kind === "unspaced") return null;
  const areLetters = left.kind === "letters" && right.kind === "letters";
  if (!areLetters && left.kind === right.kind) return null;
  const joined = foldWord(left.text + right.text);
  return joined.length >= (areLetters ? 5 : 2) && joined.length <= MAX_JOINED_LENGTH ? joined : null;
}

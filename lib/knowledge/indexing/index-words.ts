import { spellingsOf } from "./fold-word.ts";
import { isStemmed } from "./is-stemmed.ts";
import { joinedForms } from "./joined-forms.ts";
import { normalizeWords, type Run, readRuns } from "./read-runs.ts";
import { charactersOf, pairsOf } from "./scripts-without-spaces.ts";

/** Increase when the words of a text change, so that all documents are indexed again. */
export const WORD_INDEX_VERSION = 2;

/**
 * The words of a text by how they are stored. `stemmed` are reduced to stems by the database, `exact` are
 * stored as they are. The other forms of a word do not count toward the length of the text.
 */
type IndexWords = { stemmed: string[]; exact: string[]; otherStemmed: string[]; otherExact: string[] };

/** Returns the words under which a text is found. */
export function indexWords(text: string, language: string): IndexWords {
  const words: IndexWords = { stemmed: [], exact: [], otherStemmed: [], otherExact: [] };
  for (const run of readRuns(normalizeWords(text))) {
    addAtoms(words, run, language);
    if (run.atoms.length > 1 || run.ending !== "") addJoinedForms(words, run);
  }
  return words;
}

/** Longer runs of digits are data, and too long for the database's index. */
const MAX_EXACT_LENGTH = 100;

function addAtoms(words: IndexWords, { atoms }: Run, language: string): void {
  for (const { text, kind } of atoms) {
    if (kind === "digits") {
      if (text.length <= MAX_EXACT_LENGTH) words.exact.push(text);
    } else if (kind === "letters") {
      words.stemmed.push(text);
      words.otherStemmed.push(...spellingsOf(text, language));
    } else {
      const characters = charactersOf(text);
      words.exact.push(...pairsOf(characters));
      if (characters.length > 1) words.otherExact.push(...characters);
    }
  }
}

function addJoinedForms(words: IndexWords, run: Run): void {
  for (const { text } of joinedForms(run)) {
    if (isStemmed(text)) words.otherStemmed.push(text);
    else words.otherExact.push(text);
  }
}

import { phraseWordsOf, relatedWordsOf } from "#lib/ai/builtin/related-words.ts";
import { normalizeWords } from "../indexing/read-runs.ts";
import { otherForm } from "./other-form.ts";
import type { SearchTerm, SearchTerms } from "./search-terms.ts";
import { shapeWords } from "./shape-words.ts";
import { meaningOf } from "./word-meaning.ts";

const NEAR_STRENGTH = 0.5;
const NEAR_WEIGHT = 0.3;
/** "Get it out" says no less than "remove it", though each of its words alone says next to nothing. */
const PHRASE_WEIGHT = 0.6;
const MAX_NEAR_TERMS = 24;

/** Words related to the question's, except to those that only give it its form. */
function nearTerms({ terms }: SearchTerms, question: string): SearchTerm[] {
  const topics = terms.filter(({ text, slot }) => slot !== null && meaningOf(text) === 1);
  const verbs = terms.filter(({ text, slot }) => slot !== null && meaningOf(text) < 1);
  const ofPhrases = verbs.flatMap(({ text, slot }) =>
    phraseWordsOf(text, question).map((word) => ({
      ...otherForm(word, [slot ?? 0], SAME_STRENGTH),
      weight: PHRASE_WEIGHT,
    })),
  );
  const ofTopics = topics
    .flatMap(({ text, slot, weight }) =>
      relatedWordsOf(text, question).map((word) => ({
        ...otherForm(word, [slot ?? 0], NEAR_STRENGTH),
        weight: NEAR_WEIGHT * weight,
      })),
    )
    .slice(0, MAX_NEAR_TERMS);
  return [...ofPhrases, ...ofTopics];
}

/** How far another word matches what was asked for: a noun for the measure, and a unit of it. */
const SAME_STRENGTH = 0.9;
const SHAPE_STRENGTH = 0.5;

function shapeTerms({ terms }: SearchTerms, text: string): SearchTerm[] {
  return shapeWords(text).flatMap(({ asked, same, words }) => {
    const slots = terms.flatMap((term) => (term.text === asked && term.slot !== null ? [term.slot] : []));
    return [
      ...same.map((word) => otherForm(word, slots, SAME_STRENGTH)),
      ...words.map((word) => otherForm(word, slots, SHAPE_STRENGTH)),
    ];
  });
}

/** Returns words that an answer to an English question may use instead of the question's. */
export function answerTerms(own: SearchTerms, text: string, earlier: string): SearchTerm[] {
  const shapes = shapeTerms(own, shapeWords(text).length > 0 ? text : earlier);
  return [...shapes, ...nearTerms(own, normalizeWords(`${text} ${earlier}`))];
}

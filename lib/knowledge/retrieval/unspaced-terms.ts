import { charactersOf } from "../indexing/scripts-without-spaces.ts";
import { isFiller, splitAtFillers } from "./filler-words.ts";

const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/** `share`: how much of its word it is; 0 for pieces between words, which only help to rank. */
type Piece = { text: string; share: number };

/**
 * Returns the pairs of characters to search for in text without spaces. The dictionary's words only tell
 * which pairs matter: it takes rare words apart, and differently from text to text, so documents are indexed
 * by pairs.
 */
export function unspacedPieces(text: string): Piece[] {
  return splitAtFillers(text).flatMap(piecesOf);
}

function piecesOf(text: string): Piece[] {
  const places = Array.from(segmenter.segment(text)).flatMap(({ segment }, word) => {
    const characters = charactersOf(segment);
    const place = { word, letters: characters.length, isAsked: !isFiller(segment) };
    return characters.map((character) => ({ character, ...place }));
  });
  const pairs = places.slice(1).map((place, at): Piece => {
    const before = places[at] as (typeof places)[number];
    const areSingle = before.letters === 1 && place.letters === 1;
    const isAsked = before.isAsked && place.isAsked && (before.word === place.word || areSingle);
    const share = areSingle ? 1 : 1 / (place.letters - 1);
    return { text: before.character + place.character, share: isAsked ? share : 0 };
  });
  const singles = places.flatMap(({ character, letters, isAsked }, at): Piece[] => {
    const isInPair = (pairs[at - 1]?.share ?? 0) > 0 || (pairs[at]?.share ?? 0) > 0;
    return isAsked && letters === 1 && !isInPair ? [{ text: character, share: 1 }] : [];
  });
  return [...pairs, ...singles];
}

import { stemmer } from "stemmer";

const K1 = 1.2;
const B = 0.75;
const STOP = new Set(
  "a an and are as at be but by for from has have how i if in into is it its no not of on or such that the their then there these they this to was what when where which who why will with do does did can could should would me my we our you your".split(
    " ",
  ),
);

const stems = (text: string) =>
  (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).filter((word) => !STOP.has(word)).map(stemmer);

/**
 * The baseline: Okapi BM25 over Porter stems without stop words, terms OR-ed, whole documents (Robertson
 * and Zaragoza 2009). Independent of the product's code, so that they do not share mistakes.
 */
export function okapi(documents: { name: string; text: string }[]): (query: string) => string[] {
  const index = new Map<string, Map<number, number>>();
  const lengths = documents.map(({ text }, at) => {
    const words = stems(text);
    for (const word of words) {
      const places = index.get(word) ?? new Map<number, number>();
      index.set(word, places.set(at, (places.get(at) ?? 0) + 1));
    }
    return words.length;
  });
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return (query) => {
    const scores = new Map<number, number>();
    for (const word of stems(query)) {
      const places = index.get(word);
      if (!places) continue;
      const idf = Math.log(1 + (documents.length - places.size + 0.5) / (places.size + 0.5));
      for (const [at, frequency] of places) {
        const norm = frequency + K1 * (1 - B + (B * (lengths[at] ?? 0)) / mean);
        scores.set(at, (scores.get(at) ?? 0) + (idf * frequency * (K1 + 1)) / norm);
      }
    }
    return [...scores].sort((a, b) => b[1] - a[1]).map(([at]) => documents[at]?.name ?? "");
  };
}

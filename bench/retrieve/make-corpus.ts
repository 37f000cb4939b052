import { normal, seeded, zipf } from "./random.ts";

export const DIMENSIONS = 1536;
const TOPICS = 500;
const VOCABULARY = 30_000;
const TOPIC_WORDS = 40;
const WORDS_PER_CHUNK = 90;
/** Effective dimensions: real sentence embeddings vary in a few dozen of their dimensions. */
const LATENT = 48;
/** Distance of a document from its topic, and of a chunk from its document, where topics are 1 apart. */
const DOCUMENT_SPREAD = 0.5;
const CHUNK_SPREAD = 0.5;
/** Share of a vector's length that is noise in every dimension. */
const NOISE = 0.15;

export type MadeChunk = { text: string; vector: Float32Array };
export type MadeQuery = { text: string; vector: Float32Array };
export type Corpus = {
  /** Documents of 1 to about 40 chunks (10 on average) until there are `chunks` of them. */
  documents(seed: number, chunks: number): Generator<MadeChunk[]>;
  /** Questions about documents that are not there: three words of a topic, three of the language. */
  queries(seed: number, count: number): MadeQuery[];
  /** Questions of nothing but the language's most frequent words, the dearest there are. */
  commonQueries(seed: number, count: number): MadeQuery[];
};

/**
 * Texts and vectors over one set of topics that all tenants share, so that one tenant's nearest vectors lie
 * among the others'. Meaningless words follow Zipf-Mandelbrot (the most common occurs in about 30% of the
 * chunks, like the most common non-stop word of a manual); a third of a chunk's words are its topic's. A
 * vector is a point in 48 dimensions (topic + document + chunk, each weaker than the one before) mapped to
 * 1,536 by a fixed random projection plus noise: pure random vectors are all equally far apart, so recall
 * among them would mean nothing.
 */
export function makeCorpus(seed: number): Corpus {
  const random = seeded(seed);
  const words = makeWords(random);
  const topicWords = Array.from({ length: TOPICS }, () =>
    Array.from(
      { length: TOPIC_WORDS },
      () => words[200 + Math.floor(random() * (VOCABULARY - 200))] as string,
    ),
  );
  const strength = Float64Array.from({ length: LATENT }, (_, i) => (i + 1) ** -0.4);
  const point = (draw: () => number) => strength.map((value) => value * normal(draw));
  const topics = Array.from({ length: TOPICS }, () => point(random));
  const map = Float32Array.from({ length: DIMENSIONS * LATENT }, () => normal(random));

  const near = (center: Float64Array, spread: number, draw: () => number) => {
    const offset = point(draw);
    return center.map((value, i) => value + spread * (offset[i] as number));
  };
  const place = (latent: Float64Array, draw: () => number) => spread(map, latent, draw);
  const pick = <T>(items: T[], draw: () => number) => items[Math.floor(draw() * items.length)] as T;

  return {
    *documents(part, chunks) {
      const draw = seeded(seed + part);
      const common = zipf(draw, VOCABULARY, 20);
      const special = zipf(draw, TOPIC_WORDS, 1);
      for (let made = 0; made < chunks; ) {
        const topic = Math.floor(draw() * TOPICS);
        const document = near(topics[topic] as Float64Array, DOCUMENT_SPREAD, draw);
        const length = Math.min(chunks - made, 1 + Math.floor(-9 * Math.log(1 - draw())));
        made += length;
        yield Array.from({ length }, () => ({
          text: Array.from({ length: WORDS_PER_CHUNK }, () =>
            draw() < 0.35 ? topicWords[topic]?.[special()] : words[common()],
          ).join(" "),
          vector: place(near(document, CHUNK_SPREAD, draw), draw),
        }));
      }
    },
    queries(part, count) {
      const draw = seeded(seed + part);
      const common = zipf(draw, VOCABULARY, 20);
      const special = zipf(draw, TOPIC_WORDS, 1);
      return Array.from({ length: count }, () => {
        const topic = Math.floor(draw() * TOPICS);
        const document = near(topics[topic] as Float64Array, DOCUMENT_SPREAD, draw);
        const asked = Array.from({ length: 3 }, () => `${topicWords[topic]?.[special()]} ${words[common()]}`);
        return { text: asked.join(" "), vector: place(near(document, CHUNK_SPREAD, draw), draw) };
      });
    },
    commonQueries(part, count) {
      const draw = seeded(seed + part);
      return Array.from({ length: count }, () => ({
        text: Array.from({ length: 6 }, () => pick(words.slice(0, 40), draw)).join(" "),
        vector: place(near(pick(topics, draw), DOCUMENT_SPREAD, draw), draw),
      }));
    },
  };
}

/** Endings that no English stemmer touches, so that a word is its own stem. */
function makeWords(random: () => number): string[] {
  const words = new Set<string>();
  const letter = (letters: string) => letters[Math.floor(random() * letters.length)];
  while (words.size < VOCABULARY) {
    const syllables = 2 + Math.floor(random() * 3);
    words.add(
      Array.from({ length: syllables }, () => letter("bdfgkmprtvz") + (letter("aou") ?? "")).join(""),
    );
  }
  return [...words];
}

function spread(map: Float32Array, latent: Float64Array, draw: () => number): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  let length = 0;
  for (let row = 0; row < DIMENSIONS; row += 1) {
    let sum = 0;
    for (let i = 0; i < LATENT; i += 1) sum += (map[row * LATENT + i] as number) * (latent[i] as number);
    vector[row] = sum;
    length += sum * sum;
  }
  const noise = NOISE * Math.sqrt(length / DIMENSIONS);
  let total = 0;
  for (let row = 0; row < DIMENSIONS; row += 1) {
    const value = (vector[row] as number) + noise * normal(draw);
    vector[row] = value;
    total += value * value;
  }
  return vector.map((value) => value / Math.sqrt(total));
}

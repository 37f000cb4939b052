import { describe, expect, it } from "vitest";
import { LOCAL_EMBEDDING_MODEL } from "#lib/ai/local-embeddings.ts";
import { chunkDocument } from "#lib/knowledge/chunking/chunk-document.ts";
import { splitWindows } from "#lib/knowledge/chunking/split-windows.ts";
import { parseDocument } from "#lib/knowledge/parsing/parse-document.ts";
import { handbook, readDemoDocuments } from "./documents.ts";
import { packVectors, readDemoVectors, unpackVectors } from "./vectors.ts";

const cosine = (a: Float32Array, b: Float32Array) => {
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

describe("vectors that come with the code", () => {
  const vector = Float32Array.from({ length: 512 }, (_, i) => Math.sin(i * i));
  const packed = packVectors("a-model", [
    { text: "one", vector },
    { text: "two", vector: vector.map((value) => -value / 3) },
  ]);

  it("are found by their text, close to what they were", () => {
    const known = unpackVectors(packed, "a-model");
    expect(cosine(known("one") as Float32Array, vector)).toBeGreaterThan(0.9999);
    expect(cosine(known("two") as Float32Array, vector)).toBeLessThan(-0.9999);
    expect(known("three")).toBeNull();
  });

  it("are never those of another model", () => {
    expect(unpackVectors(packed, "another-model")("one")).toBeNull();
  });

  it("cover every window of the current handbook: run `npm run demo:vectors` after changing it", () => {
    const known = readDemoVectors(LOCAL_EMBEDDING_MODEL);
    const missing = readDemoDocuments(handbook).filter((input) => {
      const document = parseDocument(input);
      const windows = chunkDocument(document).flatMap((chunk) => splitWindows(document.title, chunk));
      return windows.some((text) => known(text) === null);
    });
    expect(missing.map(({ path }) => path)).toEqual([]);
  });
});

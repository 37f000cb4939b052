import { describe, expect, it } from "vitest";
import { mergeAdjacentPassages } from "./merge-adjacent-passages.ts";

const part = (ordinal: number, more: object = {}) => ({
  documentId: "doc_1",
  version: "v1",
  ordinal,
  headingPath: ["Charging", "Part 1"],
  start: ordinal * 100,
  end: ordinal * 100 + 90,
  pages: { kind: "page" as const, first: 3, last: 3 },
  text: `text ${ordinal}`,
  textScore: ordinal as number | null,
  vectorScore: null as number | null,
  coverage: ordinal / 10,
  score: 1 - ordinal / 10,
  ...more,
});

describe("mergeAdjacentPassages", () => {
  it("merges adjacent passages from first start to last end, at the best rank", () => {
    const joined = mergeAdjacentPassages([part(5), part(9, { documentId: "doc_2" }), part(4), part(6)]);
    expect(joined).toHaveLength(2);
    expect(joined[0]).toMatchObject({
      ordinal: 4,
      start: 400,
      end: 690,
      text: "text 4\n\ntext 5\n\ntext 6",
      headingPath: ["Charging", "Part 1"],
      pages: { kind: "page", first: 3, last: 3 },
      textScore: 6,
      vectorScore: null,
      score: 0.5,
    });
    expect(joined[1]?.documentId).toBe("doc_2");
  });

  it("closes a gap when the passage in between comes last", () => {
    expect(mergeAdjacentPassages([part(1), part(3), part(2)])).toMatchObject([{ start: 100, end: 390 }]);
  });

  it("does not merge across documents, versions or gaps", () => {
    const apart = [part(1), part(2, { documentId: "doc_2" }), part(2, { version: "v2" }), part(4)];
    expect(mergeAdjacentPassages(apart)).toEqual(apart);
  });

  it("does not merge when that adds a page", () => {
    const onPages = (first: number, last: number) => ({ pages: { kind: "page" as const, first, last } });
    expect(mergeAdjacentPassages([part(1, onPages(1, 1)), part(2, onPages(2, 2))])).toHaveLength(2);
    expect(mergeAdjacentPassages([part(1, onPages(1, 2)), part(2, onPages(2, 2))])).toMatchObject([
      onPages(1, 2),
    ]);
    expect(mergeAdjacentPassages([part(1, onPages(1, 2)), part(2, onPages(2, 3))])).toHaveLength(2);
    expect(mergeAdjacentPassages([part(1, { pages: null }), part(2, { pages: null })])).toHaveLength(1);
  });

  it("limits the length of a merged passage", () => {
    const long = [1, 2, 3].map((ordinal) => part(ordinal, { text: "x".repeat(1_000) }));
    expect(mergeAdjacentPassages(long).map(({ start, end }) => [start, end])).toEqual([
      [100, 290],
      [300, 390],
    ]);
  });

  it("does not merge across headings, even nested ones", () => {
    const under = (...headingPath: string[]) => ({ headingPath });
    expect(mergeAdjacentPassages([part(1, under("A")), part(2, under("B"))])).toHaveLength(2);
    expect(mergeAdjacentPassages([part(1, under("A")), part(2, under("A", "B"))])).toHaveLength(2);
    expect(mergeAdjacentPassages([part(1, under("A", "B")), part(2, under("A", "B"))])).toHaveLength(1);
  });
});

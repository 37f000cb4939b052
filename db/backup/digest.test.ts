import fc from "fast-check";
import { expect, test } from "vitest";
import { rowChunks, SetDigest } from "./digest.ts";

const digestOf = (rows: string[]) => {
  const digest = new SetDigest();
  for (const row of rows) digest.addRows(Buffer.from(`${row}\n`));
  return digest;
};

async function* pieces(whole: Buffer, sizes: number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (let at = 0; from < whole.length; at += 1) {
    const size = sizes[at % sizes.length] ?? 1;
    yield whole.subarray(from, from + size);
    from += size;
  }
}

const row = fc.string().map((text) => text.replaceAll("\n", "\\n"));

test("the hash does not depend on the order of rows, and on nothing else less", () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), fc.nat(), (rows, at) => {
      const digest = digestOf(rows);
      expect(digestOf(rows.toReversed()).hash).toBe(digest.hash);
      expect(digest.count).toBe(rows.length);
      const changed = rows.with(at % rows.length, `${rows[at % rows.length]}x`);
      expect(digestOf(changed).hash).not.toBe(digest.hash);
      expect(digestOf([...rows, ""]).hash).not.toBe(digest.hash);
    }),
  );
});

test("the same row twice is not the same as no row", () => {
  expect(digestOf(["a", "a"]).hash).not.toBe(digestOf([]).hash);
  expect(digestOf(["a", "a"]).hash).not.toBe(digestOf(["b", "b"]).hash);
});

test("chunks consist of whole rows, whatever the pieces are", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 100 }),
      async (rows, sizes, size) => {
        const whole = Buffer.from(rows.map((text) => `${text}\n`).join(""));
        const chunks: Buffer[] = [];
        for await (const chunk of rowChunks(pieces(whole, sizes), size)) chunks.push(chunk);
        expect(Buffer.concat(chunks).equals(whole)).toBe(true);
        for (const chunk of chunks) expect(chunk.at(-1)).toBe(10);
        const digest = new SetDigest();
        for (const chunk of chunks) digest.addRows(chunk);
        expect(digest.count).toBe(rows.length);
      },
    ),
  );
});

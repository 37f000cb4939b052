import { expect, test } from "vitest";
import { findStrays } from "./find-strays.ts";
import type { ObjectEntry } from "./object-store.ts";

const now = new Date("2026-11-24T12:00:00Z");
const hour = 3_600_000;
const asOf = { now, graceMs: hour };
const entry = (key: string, age = 2 * hour): ObjectEntry => ({
  key,
  size: 1,
  modifiedAt: new Date(now.getTime() - age),
});
const strays = async (stored: ObjectEntry[], known: string[]) => {
  const { orphans, missing } = await findStrays(stored, known, asOf);
  return { orphans: orphans.map(({ key }) => key), missing };
};

test.each<[string, string[], string[], string[], string[]]>([
  ["nothing at all", [], [], [], []],
  ["as it should be, in any order", ["b", "a"], ["a", "b"], [], []],
  ["the database is older: objects nobody knows", ["a", "b", "c"], ["b"], ["a", "c"], []],
  ["the storage is older: objects that are gone", ["b"], ["a", "b", "c"], [], ["a", "c"]],
  ["both have moved on", ["a", "c"], ["b", "a"], ["c"], ["b"]],
  ["a key known twice", [], ["a", "a"], [], ["a"]],
  ["a listing that names a key twice", ["a", "a"], ["a"], [], []],
  ["a name that begins another", ["t/a", "t/ab/c"], ["t/a/b", "t/ab"], ["t/a", "t/ab/c"], ["t/a/b", "t/ab"]],
  ["names of the language", ["constructor"], ["__proto__"], ["constructor"], ["__proto__"]],
])("%s", async (_, stored, known, orphans, missing) => {
  expect(
    await strays(
      stored.map((key) => entry(key)),
      known,
    ),
  ).toEqual({ orphans, missing });
});

test("what was stored just now is no orphan, and counts as stored", async () => {
  const stored = [entry("old", hour), entry("young", hour - 1), entry("known", 0), entry("ahead", -hour)];
  expect(await strays(stored, ["known", "gone"])).toEqual({ orphans: ["old"], missing: ["gone"] });
});

test("it reads a listing as it comes, a hundred thousand long", async () => {
  async function* listing() {
    for (let index = 0; index < 100_000; index++) yield entry(`t/doc_${index}`);
  }
  const known = Array.from({ length: 100_000 }, (_, index) => `t/doc_${index + 10}`);
  const { orphans, missing } = await findStrays(listing(), known, asOf);
  expect(orphans.map(({ key }) => key)).toEqual(Array.from({ length: 10 }, (_, index) => `t/doc_${index}`));
  expect(missing).toEqual(Array.from({ length: 10 }, (_, index) => `t/doc_${100_000 + index}`));
});

test("a listing that breaks off finds nothing, rather than everything missing", async () => {
  async function* listing() {
    yield entry("a");
    throw new Error("broken off");
  }
  await expect(findStrays(listing(), ["a", "b"], asOf)).rejects.toThrow("broken off");
});

import { expect, it } from "vitest";
import { textTrust } from "./text-trust.ts";

const words = (count: number) => Array.from({ length: count }, () => ({ weight: 1, forms: [] }));
const trust = (count: number, ...coverages: number[]) =>
  textTrust({ asked: words(count), hits: coverages.map((coverage) => ({ coverage })) });

it("is full where one text holds most of a short question, or several words of a long one", () => {
  expect(trust(2, 0.2, 1)).toBe(1);
  expect(trust(20, 0.2)).toBe(1);
});

it("is little where the texts share a word of the question by chance", () => {
  expect(trust(4, 0.2)).toBeLessThan(0.3);
  expect(trust(4)).toBe(0);
});

it("does not count the words that give a question its form", () => {
  const form = Array.from({ length: 20 }, () => ({ weight: 0.05, forms: [] }));
  expect(textTrust({ asked: [...words(4), ...form], hits: [{ coverage: 0.2 }] })).toBe(trust(4, 0.2));
});

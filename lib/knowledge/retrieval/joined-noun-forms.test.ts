import { expect, it } from "vitest";
import { joinedNounForms } from "./joined-noun-forms.ts";

const terms = [{ text: "boot", isStemmed: true, weight: 1, slot: 0, fills: [{ slot: 0, strength: 1 }] }];
const strength = (stem: string, lexeme: string) =>
  joinedNounForms([{ term: 0, stem, lexeme }], terms)[0]?.fills[0]?.strength ?? 0;

it("fills a word nearly in full by a longer one that starts, ends or contains it", () => {
  expect(strength("boot", "bootshaus")).toBe(0.8);
  expect(strength("boot", "0boot")).toBe(0.8);
  expect(strength("reif", "0reifenwechsel")).toBe(0.8);
});

it("fills a joined noun by its parts according to their length", () => {
  expect(strength("stornierungsgebuhr", "stornier")).toBeCloseTo((0.8 * 8) / 18);
  expect(strength("stornierungsgebuhr", "gebuhr")).toBeCloseTo((0.8 * 6) / 18);
});

it("fills a word by one with another part in its middle, but not by one that only begins alike", () => {
  expect(strength("mindestdau", "mindestmietdau")).toBe(0.8);
  expect(strength("mindestdau", "mindestlohn")).toBe(0);
});

import { expect, test } from "vitest";
import type { Passage } from "../schema.ts";
import { isNarrow, isNarrowException } from "./narrow-exception.ts";
import { readQuestion } from "./read-question.ts";
import { readUnits } from "./read-units.ts";
import { indexUnits, weighTerms } from "./weigh-terms.ts";

function read(question: string, sentence: string) {
  const passage: Passage = { number: 1, title: "Rules", headingPath: [], text: sentence, score: 1 };
  const units = indexUnits(readUnits([passage]));
  const [unit] = units;
  if (!unit) throw new Error("no unit");
  const terms = weighTerms(readQuestion(question), units);
  return { isNarrow: isNarrow(terms, unit), isException: isNarrowException(terms, unit) };
}

test.each([
  ["Can I return my bike?", "Leased bikes cannot be returned.", true],
  ["Can I return my bike?", "A bike with more than 150 km on the odometer cannot be returned.", true],
  ["Can I return my bike?", "It is easy, but bikes with a custom plate cannot be returned.", true],
  ["Can I return a leased bike?", "Leased bikes cannot be returned.", false],
  [
    "Can I return opened sealant?",
    "Accessories can be returned; helmets and opened sealant cannot be returned.",
    false,
  ],
  ["Can I take the battery on a plane?", "The battery must not be carried on a plane.", false],
  ["Can my boss see where I ride?", "The employer cannot see positions or rides.", false],
  ["Can I return my bike?", "A bike can be returned within 30 days.", false],
  ["Can I return my bike?", "Keys and cylinders are made for one bike and cannot be returned.", true],
  ["Can I wash the seat?", "The seat and the cover must not be washed.", false],
])("%s / %s: %s", (question, sentence, isException) =>
  expect(read(question, sentence).isException).toBe(isException),
);

test("a permission for something else is narrow", () =>
  expect(read("Can I return my bike?", "Helmets for a bike can be returned.").isNarrow).toBe(true));

test("a permission for a part that ends at some time is narrow", () =>
  expect(read("Can I return my bike?", "One bike in ten can be returned, but not at first.").isNarrow).toBe(
    true,
  ));

test("a permission for a part is narrow without being an exception", () =>
  expect(read("Can I return my bike?", "One bike in ten can be returned early.")).toEqual({
    isNarrow: true,
    isException: false,
  }));

import { expect, test } from "vitest";
import type { Passage } from "../schema.ts";
import { headingFit } from "./heading-fit.ts";
import { readQuestion } from "./read-question.ts";
import { readUnits } from "./read-units.ts";
import { indexUnits, weighTerms } from "./weigh-terms.ts";

function fitOf(asked: string, heading: string) {
  const text = "The battery charges with the charger.";
  const passage: Passage = { number: 1, title: "Bike", headingPath: [heading], text, score: 1 };
  const units = indexUnits(readUnits([passage]));
  const [unit] = units;
  if (!unit) throw new Error("no unit");
  const question = readQuestion(asked);
  return headingFit(question, weighTerms(question, units), unit);
}

test("a heading announces the measure or the steps that are asked for", () => {
  expect(fitOf("How long does the battery take to charge?", "Charging times").announces).toBe(true);
  expect(fitOf("How do I charge the battery?", "Charging step by step").announces).toBe(true);
  expect(fitOf("How much does the battery cost?", "Battery prices").announces).toBe(true);
  expect(fitOf("How much does the battery cost?", "Charging times").announces).toBe(false);
  expect(fitOf("How long does the battery take to charge?", "Delivery times").announces).toBe(false);
});

test("a heading fits better the more of it is asked for", () => {
  const about = (heading: string) => fitOf("How do I charge the battery?", heading).fit;
  expect(about("Charging the battery")).toBeGreaterThan(about("Battery care and storage in winter"));
  expect(about("Battery")).toBeGreaterThan(about("Brakes"));
  expect(about("Brakes")).toBe(0);
});

test("a heading about failures is an aside unless a failure is reported", () => {
  expect(fitOf("How do I charge the battery?", "When charging fails").isAside).toBe(true);
  expect(fitOf("battery not charging", "When charging fails").isAside).toBe(false);
});

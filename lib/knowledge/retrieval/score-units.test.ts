import { expect, it } from "vitest";
import { unitScorer } from "./score-units.ts";

const word = (text: string, weight = 1) => ({ weight, forms: [{ text, weight }] });
const score = (asked: ReturnType<typeof word>[], text: string, headingPath: string[] = []) =>
  unitScorer(asked)({ headingPath, text });

it("prefers one sentence with all words to several with one each", () => {
  const asked = [word("charger"), word("voltage")];
  expect(score(asked, "The charger has a voltage of 42 V. It is black.")).toBe(1);
  expect(score(asked, "The charger is black. The voltage is high.")).toBe(0.5);
});

it("takes table rows and list items one by one", () => {
  const asked = [word("e07"), word("sensor")];
  expect(score(asked, "| E06 | sensor |\n| E07 | motor |")).toBe(0.5);
  expect(score(asked, "- E06 motor\n- E07 sensor")).toBe(1);
});

it("joins the lines of a paragraph", () => {
  expect(score([word("charger"), word("voltage")], "The charger has\na voltage of 42 V")).toBe(1);
});

it("counts a heading in part", () => {
  expect(score([word("cargo"), word("weighs")], "It weighs 31 kg.", ["Cargo"])).toBe(0.75);
});

it("finds other forms of a word, codes and characters", () => {
  expect(score([word("batteri")], "Charge the batteries.")).toBe(1);
  expect(score([word("修期")], "保修期为两年。")).toBe(1);
  expect(score([word("e07")], "E70")).toBe(0);
});

it("is none when nothing was asked or nothing is there", () => {
  expect(score([], "text")).toBe(0);
  expect(score([word("a")], "")).toBe(0);
});

import { describe, expect, it } from "vitest";
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

describe("tables", () => {
  const asked = [word("price"), word("city")];
  const sheet = "| | City | Trail |\n|---|---|---|\n| Price | 890 | 990 |\n| Weight | 9 kg | 8 kg |";

  it("have a cell for what the row and the head name together", () => {
    const score1 = score(asked, sheet);
    expect(score1).toBeGreaterThan(1);
    expect(score1).toBeGreaterThan(score(asked, "The price of a bell for the City is 9."));
    expect(score1).toBeGreaterThan(score(asked, sheet.replace("| Price |", "| Price of a spare wheel |")));
  });

  it("have none where one of the two is missing", () => {
    expect(score(asked, sheet.replace("City", "Town"))).toBeLessThanOrEqual(0.5);
    expect(score(asked, "| Price | City |\n|---|---|\n| 890 | Paris |")).toBeLessThanOrEqual(1);
  });

  it("compare the names in their head, the longer the better", () => {
    const compare = (text: string) =>
      unitScorer([word("city"), word("trail")], { comparesNames: true })({ headingPath: [], text });
    const longer = `${sheet}\n| Gears | 8 | 11 |`;
    expect(compare(longer)).toBeGreaterThan(compare(sheet));
    expect(compare(sheet)).toBeGreaterThan(compare("The City and the Trail have a bell."));
  });
});

it("prefers a unit that gives the measure asked for", () => {
  const scoreOf = unitScorer([word("charging")], { measures: [/\d+ hours/] });
  const give = (text: string) => scoreOf({ headingPath: [], text });
  expect(give("Charging takes 3 hours.")).toBeGreaterThan(give("Charging takes long."));
  expect(give("Lunch takes 3 hours.")).toBe(0);
});

it("is none when nothing was asked or nothing is there", () => {
  expect(score([], "text")).toBe(0);
  expect(score([word("a")], "")).toBe(0);
});

import { expect, it } from "vitest";
import { formatCell } from "./format-cell.ts";

const shown = (code: string, value: number | string, id = -1) =>
  formatCell(
    { type: typeof value === "string" ? "s" : "n", value: String(value), format: { id, code } },
    false,
  );

it.each([
  ["00000", 4109, "04109"],
  ['"INV-"000', 7, "INV-007"],
  ['0.0\\ "km"', 12.34, "12.3 km"],
  ["00\\-000", 12345, "12-345"],
  ["(000) 000\\-0000", 5_551_234_567, "(555) 123-4567"],
  ["#,##0.00\\ [$€-407]", 98_765.4, "98,765.40 €"],
  ["[$£-809]#,##0.00", 12, "£12.00"],
  ["[$¥-411]#,##0", 1200, "¥1,200"],
  ['_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-', -5.5, "-5.50 €"],
  ["#,##0;(#,##0)", -1200, "(1,200)"],
  ["0%", 0.25, "25%"],
  ["0.0%", 0.0125, "1.3%"],
  ["# ?/?", 2.5, "2 1/2"],
  ["0.00E+00", 12_345, "1.23E+04"],
  ["dd/mm/yyyy", 45_000, "15/03/2023"],
  ["d\\. mmmm yyyy", 45_000, "15. March 2023"],
  ["[$-407]d. mmmm yyyy", 45_000, "15. März 2023"],
  ['yyyy"年"m"月"d"日"', 45_000, "2023年3月15日"],
  ["h:mm AM/PM", 0.75, "6:00 PM"],
  ["[h]:mm", 1.25, "30:00"],
  ['[>=1000]0.0,"k";0', 2500, "2.5k"],
  ['0;-0;"none"', 0, "none"],
  ["General", 0.1 + 0.2, "0.3"],
  ["broken[[[", 3, "3"],
  ['"Ref. "@', "A7", "Ref. A7"],
  ["@", "007", "007"],
])("displays %s of %j as %j", (code, value, text) => {
  expect(shown(code, value)).toBe(text);
});

it("writes a date whose format depends on the reader's system as ISO 8601", () => {
  expect(shown("m/d/yyyy", 45_000, 14)).toBe("2023-03-15");
  expect(shown("m/d/yyyy h:mm", 45_000.5, 22)).toBe("2023-03-15 12:00:00");
  expect(shown("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 45_000)).toBe("2023-03-15");
});

it("counts days from 1904 where the workbook does", () => {
  const cell = { type: "n", value: "43538", format: { id: -1, code: "yyyy-mm-dd" } };
  expect(formatCell(cell, true)).toBe("2023-03-15");
});

it("displays truth values, errors and stored dates", () => {
  const format = { id: 0, code: "General" };
  expect(formatCell({ type: "b", value: "1", format }, false)).toBe("TRUE");
  expect(formatCell({ type: "e", value: "#N/A", format }, false)).toBe("#N/A");
  expect(formatCell({ type: "d", value: "2023-03-15T00:00:00Z", format }, false)).toBe("2023-03-15");
});

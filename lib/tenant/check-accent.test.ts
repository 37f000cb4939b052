import { expect, it } from "vitest";
import { accentFaults, contrast, darkAccent } from "./check-accent.ts";

it("measures contrast as WCAG 2.2 does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(contrast("#ffffff", "#ffffff")).toBe(1);
});

it("refuses what cannot be read on white, and lightens the rest for the dark theme", () => {
  expect(accentFaults("#767676")).toEqual([]);
  expect(accentFaults("#777777")).toHaveLength(1);
  for (const accent of ["#000000", "#0f6b66", "#7a0000", "#00007f", "#767676"])
    expect(contrast(darkAccent(accent), "#141514")).toBeGreaterThanOrEqual(4.5);
});

import { expect, it } from "vitest";
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { parseJson } from "./parse-json.ts";

const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

it("reads JSON, whatever brackets its strings hold", () => {
  const value = { a: [1, { b: `"${"[{".repeat(500)}\\` }], c: null };
  expect(parseJson(JSON.stringify(value))).toEqual(value);
  expect(parseJson(nested(64))).toHaveLength(1);
});

it.each([65, 5_000, 100_000])("refuses %i levels", (levels) => {
  expect(() => parseJson(nested(levels))).toThrow(SyntaxError);
  expect(() => parseJson(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`)).toThrow(SyntaxError);
});

it("reads a megabyte in well under a second, even when nothing is closed", () => {
  const objects = JSON.stringify(Array.from({ length: 40_000 }, (_, id) => ({ id, text: "a \\" })));
  expectCpuTimeBelow(2_000, () => {
    parseJson(objects);
    expect(() => parseJson(`"${"\\a".repeat(500_000)}`)).toThrow(SyntaxError);
    expect(() => parseJson('"\\'.repeat(500_000))).toThrow(SyntaxError);
  });
});

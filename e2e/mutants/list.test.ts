import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mutants } from "./list.ts";

test("finds the place of each bug exactly once, and its test", () => {
  expect(mutants.length).toBeGreaterThan(0);
  const lost = mutants.filter(
    ({ file, find, test }) => readFileSync(file, "utf8").split(find).length !== 2 || !existsSync(test),
  );
  expect(lost.map(({ name }) => name)).toEqual([]);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mutants } from "./list.ts";

test("each bug can be put into the place it names, and has a test to turn red", () => {
  expect(mutants.length).toBeGreaterThan(0);
  const lost = mutants.filter(
    ({ file, find, test }) => readFileSync(file, "utf8").split(find).length !== 2 || !existsSync(test),
  );
  expect(lost.map(({ name }) => name)).toEqual([]);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});

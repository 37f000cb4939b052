import { expect, it } from "vitest";
import { checkFile } from "./check-file.ts";

it("lets through what is read, up to the size that is read", () => {
  expect(checkFile({ path: "a/Manual.PDF", size: 50_000_000 })).toBeNull();
  expect(checkFile({ path: "notes.md", size: 10_000_000 })).toBeNull();
});

it("says what is wrong with the rest", () => {
  expect(checkFile({ path: "setup.exe", size: 1 })).toEqual({ reason: "unknownType" });
  expect(checkFile({ path: "Makefile", size: 1 })).toEqual({ reason: "unknownType" });
  expect(checkFile({ path: "a.pdf", size: 0 })).toEqual({ reason: "emptyFile" });
  expect(checkFile({ path: "a.pdf", size: 50_000_001 })).toEqual({ reason: "tooLarge", most: 50 });
  expect(checkFile({ path: "a.csv", size: 10_000_001 })).toEqual({ reason: "tooLarge", most: 10 });
});

import { expect, it } from "vitest";
import { checkFile } from "./check-file.ts";

it("accepts supported files up to the size limit", () => {
  expect(checkFile({ path: "a/Manual.PDF", size: 50_000_000 })).toBeNull();
  expect(checkFile({ path: "notes.md", size: 10_000_000 })).toBeNull();
});

it("returns why a file is rejected", () => {
  expect(checkFile({ path: "setup.exe", size: 1 })).toEqual({ reason: "unknownType" });
  expect(checkFile({ path: "Makefile", size: 1 })).toEqual({ reason: "unknownType" });
  expect(checkFile({ path: "a.pdf", size: 0 })).toEqual({ reason: "emptyFile" });
  expect(checkFile({ path: "a.pdf", size: 50_000_001 })).toEqual({ reason: "tooLarge", most: 50 });
  expect(checkFile({ path: "a.csv", size: 10_000_001 })).toEqual({ reason: "tooLarge", most: 10 });
});

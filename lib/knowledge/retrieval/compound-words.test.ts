import { expect, it } from "vitest";
import { compoundWords } from "./compound-words.ts";

it("joins words separated by a space or hyphen, but not across other marks", () => {
  expect(compoundWords("set up my wi-fi, then ride")).toBe("setup wifi thenride");
  expect(compoundWords("e-bike log in")).toBe("ebike bikelog login");
  expect(compoundWords("")).toBe("");
});

it("is bounded for a long question", () => {
  expect(compoundWords("ab cde ".repeat(500)).split(" ").length).toBeLessThanOrEqual(24);
});

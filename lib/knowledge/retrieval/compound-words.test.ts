import { expect, it } from "vitest";
import { joinedWords } from "./compound-words.ts";

it("joins neighbours that stand apart or hyphened, and nothing across other marks", () => {
  expect(joinedWords("set up my wi-fi, then ride")).toBe("setup wifi thenride");
  expect(joinedWords("e-bike log in")).toBe("ebike bikelog login");
  expect(joinedWords("")).toBe("");
});

it("stays small for a long question", () => {
  expect(joinedWords("ab cde ".repeat(500)).split(" ").length).toBeLessThanOrEqual(24);
});

import { expect, it } from "vitest";
import { isFunctionWord, isQuestionWord } from "./function-words.ts";

it("recognizes words without meaning of their own, also misspelled", () => {
  for (const word of ["what", "wich", "teh", "whta", "whhat", "does", "please", "shoud"])
    expect([word, isFunctionWord(word)]).toEqual([word, true]);
});

it("does not take other words for them", () => {
  for (const word of ["cat", "dog", "bike", "tesla", "price", "wifi", "e07", "take", "keep"])
    expect([word, isFunctionWord(word)]).toEqual([word, false]);
});

it("recognizes words that express the form of a question", () => {
  expect(["tell", "use", "charger"].map(isQuestionWord)).toEqual([true, true, false]);
});

import { expect, it } from "vitest";
import { proposeQuestion } from "./propose-question.ts";

it.each([
  ["Do you ship to Norway?", "Do you ship to Norway?"],
  ["hi, my name is Ada Lovelace. where is my order 4711-889123 ?", "Where is my order?"],
  ["Hello! What does E07 mean?", "What does E07 mean?"],
  ["write to ada@example.org or call +47 22 33 44 55, can I?", "Write to or call, can I?"],
  ["Is the 24 inch model in stock?", "Is the 24 inch model in stock?"],
  ["", ""],
])("%s", (asked, proposed) => expect(proposeQuestion(asked)).toBe(proposed));

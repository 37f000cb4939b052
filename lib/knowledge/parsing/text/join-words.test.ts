import { expect, it } from "vitest";
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { makeWordJoiner } from "./join-words.ts";

it.each([
  ["the har-", "bour is", "", "the harbour is"],
  ["the har\u2010", "bour is", "", "the harbour is"],
  ["the har\u00ad", "bour is", "a har-bour", "the harbour is"],
  ["a well-", "known pier", "It is well-known.", "a well-known pier"],
  ["the command-", "line tool", "The line of a command.", "the command-line tool"],
  ["the pass-", "word is", "A word to pass. The password.", "the password is"],
  ["die Schiff-", "fahrt ruht", "", "die Schifffahrt ruht"],
])("joins %j and %j", (line, next, text, joined) => {
  expect(makeWordJoiner(`${text}\n${line}\n${next}`)(line, next)).toBe(joined);
});

it.each([
  ["the North-", "Sea"],
  ["in 1999-", "and later"],
  ["from 10-", "12"],
  ["an end -", "then more"],
  ["no hyphen", "here"],
  ["option -v-", "1"],
])("keeps %j and %j apart", (line, next) => {
  expect(makeWordJoiner(`${line}\n${next}`)(line, next)).toBeNull();
});

it("is fast for text without spaces", () => {
  const text = `${"a".repeat(1_000_000)}\nhar-\nbour`;
  expect(expectCpuTimeBelow(2_000, () => makeWordJoiner(text)("har-", "bour"))).toBe("harbour");
});

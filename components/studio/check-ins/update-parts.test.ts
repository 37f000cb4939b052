import fc from "fast-check";
import { expect, it } from "vitest";
import { composeAnswers } from "#lib/status/slack/answer-text.ts";
import { joinParts, partsOf } from "./update-parts.ts";

it("takes a form's text apart and puts it together again", () => {
  const line = fc
    .string({ minLength: 1 })
    .filter((text) => text.trim() !== "" && !/[*\r\n\u2028\u2029]/.test(text));
  const answers = fc.array(fc.record({ question: line, answer: line }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(answers, (given) => {
      const content = composeAnswers(given);
      expect(partsOf(content).map(({ question }) => question)).toEqual(given.map(({ question }) => question));
      expect(joinParts(partsOf(content))).toBe(content);
    }),
  );
});

it("leaves free text as it is", () => {
  expect(partsOf("Drew **icons**\n- and colors")).toEqual([
    { question: null, text: "Drew **icons**\n- and colors" },
  ]);
  expect(joinParts([{ question: "Done?", text: " " }])).toBe("");
});

import { describe, expect, test } from "vitest";
import type { Passage } from "../schema.ts";
import { answerQuestion } from "./answer-question.ts";

const kettle = passage(
  1,
  "Kettle",
  ["Care"],
  [
    "The kettle holds 1.7 litres and weighs 900 g. It boils a full load in 4 minutes.",
    "Vinegar removes limescale. Bleach must never be used, because it damages the seal.",
  ],
);
const steps = passage(
  2,
  "Kettle",
  ["Removing limescale"],
  [
    "You need 200 ml of vinegar:",
    "1. Fill the kettle with vinegar and water.\n2. Boil it twice.\n3. Rinse it with fresh water.",
  ],
);
const codes = passage(
  3,
  "Fault codes",
  [],
  [
    "| Code | Meaning | Action |\n|---|---|---|\n| F1 | No water | Fill the kettle |\n| F2 | Lid open | Close the lid |",
  ],
);
const sizes = passage(
  4,
  "Models",
  ["Sizes"],
  [
    "| Measure | Mini | Family | Office |\n|---|---|---|---|\n| Volume | 1 l | 1.7 l | 3 l |\n| Cord | 70 cm | 75 cm | 120 cm |",
  ],
);
const shell = passage(
  5,
  "Firmware",
  ["Update by cable"],
  ["To update the firmware, run this command:", "```\nkettlectl update --all\n```"],
);
const all = [kettle, steps, codes, sizes, shell];

function passage(number: number, title: string, headingPath: string[], blocks: string[]): Passage {
  return { number, title, headingPath, text: blocks.join("\n\n"), score: 1 / number };
}

function ask(question: string, passages: Passage[] = all, answerable = true): string {
  return answerQuestion({ question, passages, answerable });
}

describe("answers", () => {
  test("about a code only if the passage contains the code", () => {
    const errors = passage(
      1,
      "Errors",
      [],
      ["Error 23505 means a unique violation.", "An error code is shown."],
    );
    expect(ask("What does error code 23505 mean?", [errors])).toContain("unique violation");
    expect(ask("What does error code 23999 mean?", [errors])).toMatch(/^I don't have an answer/);
  });

  test("with the relevant sentence and its passage's citation mark", () => {
    expect(ask("How heavy is the kettle?")).toMatch(
      /^The kettle holds 1\.7 litres and weighs 900 g\..* \[1\]$/,
    );
    expect(ask("can i use bleach?")).toBe("Bleach must never be used, because it damages the seal. [1]");
  });

  test("a question with a typo", () =>
    expect(ask("does vineger remove limescale")).toContain("Vinegar removes limescale."));

  test("how-to questions with the numbered steps and their lead-in", () => {
    expect(ask("How do I remove limescale?")).toBe(
      "You need 200 ml of vinegar:\n\n1. Fill the kettle with vinegar and water.\n2. Boil it twice.\n3. Rinse it with fresh water. [2]",
    );
  });

  test("a code with its table row", () => {
    expect(ask("what does F2 mean")).toBe("Code: F2; Meaning: Lid open; Action: Close the lid [3]");
  });

  test("a wide row reduced to the requested column", () => {
    expect(ask("What is the volume of the Office model?")).toBe("Measure: Volume; Office: 3 l [4]");
  });

  test("a command with the sentence that introduces it", () => {
    expect(ask("how do I update the firmware")).toBe(
      "To update the firmware, run this command: [5]\n\n```\nkettlectl update --all\n```",
    );
  });

  test("both parts of a compound question", () => {
    const answer = ask("What does code F1 mean and how heavy is the kettle?");
    expect(answer).toContain("No water");
    expect(answer).toContain("900 g");
  });

  test("once if two passages say the same", () => {
    const answer = ask("Can I use bleach and is the seal safe?", [kettle, { ...kettle, number: 2 }]);
    expect(answer.match(/Bleach must never/g)).toHaveLength(1);
  });
});

describe("follow-up questions", () => {
  const answer = (question: string, earlier?: string) =>
    answerQuestion({ question, earlier, passages: [kettle, steps, codes], answerable: true });

  test("are answered with the terms of the previous question", () => {
    expect(answer("and F2?", "What does F1 mean?")).toContain("Lid open");
    expect(answer("and what does it weigh?", "What about the kettle?")).toContain("900 g");
    expect(answer("and with vinegar?", "How do I remove limescale?")).toContain("2. Boil it twice.");
    expect(answer("Does it use vinegar?", "How do I remove limescale?")).toMatch(/vinegar/i);
  });

  test("are declined when their own words occur nowhere", () => {
    expect(answer("and what does F9 mean?", "What does F1 mean?")).toMatch(/^I don't have an answer/);
  });
});

describe("declines", () => {
  const DECLINE = "I don't have an answer to that in my sources. [0]";

  test.each([
    "Who is the CEO?",
    "What is the capital of Australia?",
    "Does the kettle work with a smartwatch?",
    "what does F9 mean",
    "When will the 2031 kettle come out?",
  ])("%s", (question) => expect(ask(question)).toContain(DECLINE));

  test("saying what was searched for and naming the closest passages, one per document", () => {
    expect(ask("How heavy is the kettle?", [kettle], false)).toBe(
      `${DECLINE} I searched for “heavy” and “kettle”. This might help: *Kettle › Care* [1].`,
    );
    expect(ask("How heavy is the kettle?", [kettle, steps, codes], false)).toContain(
      "These might help: *Kettle › Care* [1] and *Fault codes* [3].",
    );
  });

  test("saying that there is no other source, if the policy allows more than documents", () => {
    const say = (policy: "knowledge" | "prefer" | "free") =>
      answerQuestion({ question: "Who is the CEO?", passages: [kettle], answerable: false, policy });
    expect(say("prefer")).toContain("only answer from my documents");
    expect(say("free")).toContain("only answer from my documents");
    expect(say("knowledge")).not.toContain("elsewhere");
  });

  test("without suggestions when there is no passage or no question", () => {
    expect(ask("How heavy is it?", [])).toBe(`${DECLINE} I searched for “heavy”.`);
    expect(ask("", [])).toBe(DECLINE);
    expect(ask("  ?!  ")).toContain(DECLINE);
  });
});

test.each(["hi", "Hello!", "Good morning", "thank you so much", "Thanks!", "bye"])(
  "%s gets a short reply",
  (words) => {
    const answer = ask(words);
    expect(answer).not.toMatch(/\[\d|don't have an answer/);
    expect(answer.length).toBeLessThan(80);
  },
);

test("a question after a greeting is answered", () => {
  expect(ask("Hi, can I use bleach?")).toContain("Bleach must never be used");
});

test("answers from eight passages of 200 words in under 30 ms", () => {
  const passages = Array.from({ length: 8 }, (_, index) =>
    passage(index + 1, `Page ${index}`, ["Part"], [`${kettle.text} `.repeat(7)]),
  );
  const question = "How heavy is the kettle and how long does it take to boil?";
  ask(question, passages);
  const times = Array.from({ length: 7 }, () => {
    const from = performance.now();
    ask(question, passages);
    return performance.now() - from;
  });
  expect(Math.min(...times)).toBeLessThan(30);
});

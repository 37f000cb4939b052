import { describe, expect, test } from "vitest";
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { answerQuestion } from "./answer-question.ts";
import { ask, codes, kettle, passage, steps } from "./testing/kettle.ts";

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
    expect(ask("what does F2 mean")).toBe("F2: Lid open. Action: Close the lid. [3]");
  });

  test("a wide row reduced to the requested column", () => {
    expect(ask("What is the volume of the Office model?")).toBe("Volume, Office: 3 l 【4†】");
  });

  test("a command with the sentence that introduces it", () => {
    expect(ask("how do I update the firmware")).toBe(
      "To update the firmware, run this command:\n\n```\nkettlectl update --all\n```\n\n[5]",
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

  test("ask for another measure of what was asked about", () => {
    const desks = passage(
      1,
      "Desks",
      ["Data"],
      ["| | Oak | Pine |\n|---|---|---|\n| Price | EUR 90 | EUR 60 |\n| Width | 120 cm | 90 cm |"],
    );
    const options = { question: "how much is it?", earlier: "How wide is the Pine?", passages: [desks] };
    expect(answerQuestion({ ...options, answerable: true })).toMatch(/EUR 60/);
  });

  test("are about what the pronoun stands for, not about what was asked of it", () => {
    const removing = passage(
      2,
      "Battery",
      ["Removing the battery"],
      ["1. Insert the key and turn it.\n2. Press the catch and take out the battery."],
    );
    const charging = passage(1, "Battery", ["Faults"], ["The battery must not be charged when it is wet."]);
    const passages = [charging, removing];
    const asked = { earlier: "How long does the battery take to charge?", passages, answerable: true };
    expect(answerQuestion({ ...asked, question: "how do i get it out" })).toMatch(/^1\. Insert the key/);
    const night = passage(3, "Charging", ["Safety"], ["We advise against charging unattended at night."]);
    const safe = {
      ...asked,
      question: "is it safe to leave it charging over night?",
      passages: [...passages, night],
    };
    expect(answerQuestion(safe)).toMatch(/^We advise against charging unattended at night/);
  });

  test("are declined when their own words occur nowhere", () => {
    expect(answer("and what does F9 mean?", "What does F1 mean?")).toMatch(/^I don't have an answer/);
  });
});

describe("questions whose heading says what they ask for", () => {
  const care = passage(
    1,
    "Battery care",
    ["Care"],
    ["Once a month a full charge lets the battery rest, which takes up to 60 minutes."],
  );
  const times = passage(
    2,
    "Charging",
    ["Charging times"],
    ["| Battery | Charger | To 100 % |\n|---|---|---|\n| Small | 2A | 7 h 30 min |\n| Large | 2A | 10 h |"],
  );
  const fails = passage(
    3,
    "Pairing",
    ["When pairing fails"],
    ["Do this with the phone:", "- Restart the phone.\n- Pair the phone again."],
  );
  const pairing = passage(
    4,
    "Pairing",
    ["Pairing step by step"],
    ["1. Hold the button until pairing starts.\n2. Enter the PIN on the phone."],
  );

  test("are answered from below it, not by a passing mention", () => {
    expect(ask("How long does the battery take to charge?", [care, times])).toBe(
      "| Battery | Charger | To 100 % |\n| --- | --- | --- |\n| Small | 2A | 7 h 30 min |\n| Large | 2A | 10 h |\n\n[2]",
    );
  });

  test("are not answered from one about failures", () =>
    expect(ask("how do i pair my phone", [fails, pairing])).toMatch(
      /^1\. Hold the button until pairing starts\.\n2\. Enter the PIN on the phone\. \[4\]$/,
    ));
});

describe("questions in another language than the sources", () => {
  const answer = (question: string) =>
    answerQuestion({ question, passages: [kettle, steps, codes], answerable: true });

  test("are answered from them, and the answer says so", () => {
    expect(answer("Wie schwer ist der Kettle?")).toMatch(
      /^Aus meinen Quellen, die auf Englisch sind:\n\n.*900 g\..*\[1\]$/,
    );
    expect(answer("Que signifie l'erreur F1 ?")).toMatch(/No water/);
  });

  test("are declined in their language where the sources say nothing", () =>
    expect(answer("Wann habt ihr am Wochenende geöffnet?")).toMatch(
      /^Dazu habe ich nichts gefunden\..*\[0\]/,
    ));
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

test("answers from eight passages of 200 words in under 100 ms", () => {
  const passages = Array.from({ length: 8 }, (_, index) =>
    passage(index + 1, `Page ${index}`, ["Part"], [`${kettle.text} `.repeat(7)]),
  );
  const question = "How heavy is the kettle and how long does it take to boil?";
  ask(question, passages);
  expectCpuTimeBelow(10 * 100, () => {
    for (let times = 0; times < 10; times += 1) ask(question, passages);
  });
});

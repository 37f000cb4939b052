import { describe, expect, test } from "vitest";
import { answerQuestion } from "./answer-question.ts";
import { ask, codes, kettle, passage } from "./testing/kettle.ts";

describe("declines", () => {
  const DECLINE = "I don't have an answer to that in my sources. [0]";

  test.each([
    "Who is the CEO?",
    "What is the capital of Australia?",
    "Does the kettle work with a smartwatch?",
    "what does F9 mean",
    "When will the 2031 kettle come out?",
  ])("%s", (question) => expect(ask(question)).toContain(DECLINE));

  test("naming the closest topics, one per document, where a heading is close", () => {
    const lamp = passage(1, "Fault codes", ["Lamp fault codes"], ["The lamp blinks."]);
    expect(ask("What does the lamp fault code F9 mean?", [lamp, codes, kettle])).toBe(
      `${DECLINE} Closest topics: “Fault codes › Lamp fault codes” 【1†】.`,
    );
    expect(ask("What is the capital of Australia?")).toBe(DECLINE);
  });

  test("with the way to a person, where the sources name one", () => {
    const contact = passage(
      9,
      "Contact",
      ["Support"],
      ["Write to help@kettle.example or call 030 555 0177."],
    );
    const options = {
      question: "Who is the CEO?",
      passages: [kettle],
      contact: [contact],
      answerable: false,
    };
    expect(answerQuestion(options)).toBe(
      `${DECLINE}\n\nTo reach a person:\n\nWrite to help@kettle.example or call 030 555 0177. [9]`,
    );
    const weight = { ...options, question: "How heavy is the kettle?" };
    expect(answerQuestion({ ...weight, answerable: true })).not.toContain("[9]");
    expect(answerQuestion(weight)).toMatch(/^I'm not sure[\s\S]*030 555 0177\. \[9\]$/);
    const own = {
      ...options,
      question: "How many people answer at help@kettle.example?",
      passages: [contact],
    };
    expect(answerQuestion(own).match(/030 555 0177/g)).toHaveLength(1);
    const found = { ...weight, contact: [], passages: [kettle, contact] };
    expect(answerQuestion(found)).toMatch(/^I'm not sure[\s\S]*030 555 0177\. \[9\]$/);
  });

  test("never listing the words that were looked for", () =>
    expect(ask("Who is the CEO of this useless company?")).not.toMatch(/“|searched/));

  test("saying that there is no other source, if the policy allows more than documents", () => {
    const say = (policy: "knowledge" | "prefer" | "free") =>
      answerQuestion({ question: "Who is the CEO?", passages: [kettle], answerable: false, policy });
    expect(say("prefer")).toContain("only answer from my sources");
    expect(say("free")).toContain("only answer from my sources");
    expect(say("knowledge")).toBe(DECLINE);
  });

  test("with what can be asked instead, if there is no knowledge at all", () => {
    expect(ask("How heavy is it?", [])).toBe(DECLINE);
    expect(ask("", [])).toBe(DECLINE);
    expect(ask("  ?!  ")).toContain(DECLINE);
    const chatbot = { name: "Oracle", greeting: "Ask the stars.", starters: ["Draw a card", "1. Moon?"] };
    expect(answerQuestion({ question: "Who is the CEO?", passages: [], answerable: false, chatbot })).toBe(
      `I can't answer that. [0] You could ask me:\n\n- Draw a card\n- 1\\. Moon?`,
    );
  });

  test("in the language of the question, naming the language of the sources", () => {
    const say = (question: string, language: "english" | "german" | "simple") =>
      answerQuestion({ question, passages: [kettle], answerable: false, language });
    expect(say("Wie lange habe ich Garantie auf den Filter?", "english")).toMatch(
      /^Dazu .* auf Englisch.* \[0\]$/,
    );
    expect(say("¿Puedo devolver el producto en la tienda?", "english")).toMatch(
      /^No he encontrado .*inglés.* \[0\]$/,
    );
    expect(say("Wie lange habe ich Garantie auf den Filter?", "german")).toBe(
      "Dazu habe ich in meinen Quellen keine Antwort. [0]",
    );
    expect(say("Wie lange habe ich Garantie auf den Filter?", "simple")).not.toContain("Englisch");
    expect(say("What is the warranty on the thing?", "german")).toMatch(/My sources are in German/);
  });
});

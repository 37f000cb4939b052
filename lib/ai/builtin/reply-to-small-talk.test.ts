import { describe, expect, test } from "vitest";
import type { GroundingOptions, Passage } from "../schema.ts";
import { answerQuestion } from "./answer-question.ts";

const chatbot = {
  name: "Lamp Help",
  greeting: "Ask me about lamps.",
  starters: ["How do I change the bulb?", "What does shipping cost?"],
};
const contact: Passage = {
  number: 2,
  title: "Contact",
  headingPath: ["Channels"],
  text: "| Channel | Contact |\n|---|---|\n| Phone | 030 555 0177 |\n| E-mail | help@lamps.example |\n\nWe answer fast.",
  score: 1,
};
const say = (question: string, more: Partial<GroundingOptions> = {}) =>
  answerQuestion({ question, passages: [], answerable: false, chatbot, ...more });

describe("small talk is answered in the chatbot's own voice when", () => {
  test("it is greeted", () => {
    expect(say("hi")).toBe("Hello! Ask me about lamps.");
    expect(say("hi", { chatbot: { ...chatbot, greeting: "Hi! I know lamps." } })).toBe("Hi! I know lamps.");
    expect(say("Hallo")).toBe("Hallo! Was möchten Sie wissen?");
  });

  test("it is asked who it is", () => {
    expect(say("who are you?")).toBe("I'm Lamp Help. Ask me about lamps.");
    expect(say("are you human?")).toMatch(/^I'm Lamp Help, an automated assistant, not a person\./);
    expect(answerQuestion({ question: "who are you?", passages: [], answerable: false })).toMatch(
      /^I answer questions from my sources/,
    );
  });

  test("it is asked what it can do", () =>
    expect(say("What can you do?")).toBe(
      "Ask me about lamps.\n\nYou could ask me:\n\n- How do I change the bulb?\n- What does shipping cost?",
    ));

  test("it is asked for a person, with the way to one where the sources hold it", () => {
    expect(say("can I talk to a human?", { passages: [contact] })).toBe(
      "I'm an automated assistant. Here's how to reach a person:\n\n| Channel | Contact |\n| --- | --- |\n| Phone | 030 555 0177 |\n| E-mail | help@lamps.example |\n\n[2]",
    );
    expect(say("can I talk to a human?")).toMatch(/can't connect you to a person.* \[0\]$/);
    expect(say("useless!", { passages: [contact] })).toMatch(/^I'm sorry[\s\S]*030 555 0177[\s\S]*\[2\]$/);
  });
});

test("a curated answer comes before small talk", () => {
  const curated = { ...contact, text: "Call Mia.", isCuratedAnswer: true };
  expect(say("human", { passages: [curated] })).toBe("Call Mia. [2]");
});

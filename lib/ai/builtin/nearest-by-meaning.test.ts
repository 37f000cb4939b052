import { describe, expect, test } from "vitest";
import type { GroundingOptions } from "../schema.ts";
import { answerByMeaning, answerQuestion } from "./answer-question.ts";
import type { Embed } from "./nearest-by-meaning.ts";
import { kettle, passage } from "./testing/kettle.ts";

const UNSURE = "I'm not sure this answers your question. [0] Here's the closest I found:";
const hotel = passage(
  1,
  "Getting here",
  [],
  ["Take exit 14 of the A9.", "We pick up guests at the station free of charge.", "Is it far? Not at all."],
);
const skiing = passage(
  2,
  "Winter",
  [],
  ["Two toboggans are there for guests.", "Lift passes are sold here."],
);
const fetchUs: GroundingOptions = {
  question: "Can somebody fetch us from the train?",
  passages: [hotel, skiing],
  answerable: false,
  evidence: 0.2,
};

/** Texts that hold one of the words are near to the question, all others far from it. */
function embedder(...near: string[]) {
  const texts: string[] = [];
  const embed: Embed = async (given) => {
    texts.push(...given);
    return given.map((text, index) => {
      const isNear = index === 0 || near.some((word) => text.includes(word));
      return Float32Array.from(isNear ? [0.8, 0.6] : [0, 1], (part, at) => (isNear || at ? part : 0));
    });
  };
  return { embed, texts };
}
/** All texts are equally near. */
const similar =
  (similarity: number): Embed =>
  async (texts) =>
    texts.map((_, at) => Float32Array.from(at === 0 ? [1, 0] : [similarity, Math.sqrt(1 - similarity ** 2)]));
const orthogonal: Embed = async (texts) =>
  texts.map((_, at) => Float32Array.from(at === 0 ? [1, 0] : [0, 1]));
const never: Embed = () => Promise.reject(new Error("It was asked."));

describe("where words leave it unsure, the nearest in meaning is quoted", () => {
  test("though it has no word of the question", async () => {
    expect(answerQuestion(fetchUs)).toMatch(/^I don't have an answer/);
    const answer = await answerByMeaning(fetchUs, embedder("pick up").embed);
    expect(answer.startsWith(UNSURE)).toBe(true);
    expect(answer.indexOf("We pick up guests at the station free of charge. [1]")).toBe(UNSURE.length + 2);
  });

  test("from at most three blocks, never a question of the text", async () => {
    const { embed, texts } = embedder("pick up", "toboggans", "Lift", "exit");
    const answer = await answerByMeaning(fetchUs, embed);
    expect(answer.split("\n\n")).toHaveLength(4);
    expect(texts).not.toContain("Is it far?");
  });

  test("not if it is far away", async () => {
    expect(await answerByMeaning(fetchUs, orthogonal)).toMatch(/^I don't have an answer/);
  });

  test("not if it is near, but nothing else speaks for it", async () => {
    expect(await answerByMeaning({ ...fetchUs, evidence: 0.05 }, similar(0.5))).toMatch(/^I don't have/);
    const answer = await answerByMeaning({ ...fetchUs, evidence: 0.15 }, similar(0.5));
    expect(answer.startsWith(UNSURE)).toBe(true);
  });

  test("only if it is nearer, where the passages know nothing of what is asked about", async () => {
    const unknown = { ...fetchUs, question: "What is the capital of Australia?", evidence: 0.3 };
    expect(await answerByMeaning(unknown, similar(0.37))).toMatch(/^I don't have/);
    expect((await answerByMeaning(unknown, similar(0.45))).startsWith(UNSURE)).toBe(true);
    const known = { ...fetchUs, question: "Does a guest need a lift or an exit?", evidence: 0.3 };
    expect((await answerByMeaning(known, similar(0.37))).startsWith(UNSURE)).toBe(true);
  });

  test("after the best by words, if there are any", async () => {
    const unsure = { ...fetchUs, question: "Who sells the lift passes?", evidence: 0.6 };
    const [lead, ...byWords] = answerQuestion(unsure).split("\n\n");
    expect(lead).toBe(UNSURE);
    const answer = await answerByMeaning(unsure, embedder("toboggans", "exit").embed);
    const shown = [
      ...byWords.slice(0, 2),
      "Two toboggans are there for guests. [2]",
      "Take exit 14 of the A9. [1]",
    ];
    expect(answer).toBe([UNSURE, ...shown.slice(0, 3)].join("\n\n"));
  });

  test("for a follow-up, compared together with the question before it", async () => {
    const { embed, texts } = embedder("pick up");
    await answerByMeaning({ ...fetchUs, question: "and at night?", earlier: "Do you fetch people?" }, embed);
    expect(texts[0]).toBe("Do you fetch people? and at night?");
  });
});

describe("words alone decide", () => {
  test("where they are sure: nothing is embedded", async () => {
    const asked = { question: "How heavy is the kettle?", passages: [kettle], answerable: true };
    expect(await answerByMeaning(asked, never)).toBe(answerQuestion(asked));
  });

  test("small talk and curated answers", async () => {
    expect(await answerByMeaning({ ...fetchUs, question: "hello" }, never)).toMatch(/^Hello!/);
    const curated = { ...hotel, isCuratedAnswer: true };
    expect(await answerByMeaning({ ...fetchUs, passages: [curated] }, never)).toContain("We pick up");
  });

  test("where they found three quotes", async () => {
    const say = (number: number) =>
      passage(number, `Pass ${number}`, [], [`Desk ${number} sells lift passes.`]);
    const passages = [say(1), say(2), say(3)];
    const unsure = { ...fetchUs, question: "Who sells the lift passes?", evidence: 0.6, passages };
    expect(answerQuestion(unsure).split("\n\n")).toHaveLength(4);
    expect(await answerByMeaning(unsure, never)).toBe(answerQuestion(unsure));
  });

  test.each([
    ["in other languages", { language: "german" as const }],
    ["for a question in another language", { question: "¿Hay una tarjeta para los niños de la ciudad?" }],
    ["without sentences to compare", { passages: [passage(1, "Empty", [], ["Why?"])] }],
  ])("%s", async (_, more) => {
    const options = { ...fetchUs, ...more };
    expect(await answerByMeaning(options, never)).toBe(answerQuestion(options));
  });

  test("where texts cannot be compared", async () => {
    expect(await answerByMeaning(fetchUs, async () => null)).toBe(answerQuestion(fetchUs));
  });
});

test("however long the passages are, few and short texts are embedded", async () => {
  const words = Array.from({ length: 90 }, (_, at) => `word${at}`).join(" ");
  const blocks = Array.from({ length: 300 }, (_, at) => `Sentence ${at} of ${words}.`);
  const { embed, texts } = embedder();
  await answerByMeaning({ ...fetchUs, passages: [passage(1, "Long", [], blocks), hotel] }, embed);
  expect(texts.length).toBeLessThanOrEqual(21);
  for (const text of texts) expect(text.split(" ").length).toBeLessThanOrEqual(30);
});

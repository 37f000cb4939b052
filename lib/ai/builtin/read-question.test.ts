import { expect, test } from "vitest";
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { readQuestion, splitQuestion } from "./read-question.ts";

const shapes = (text: string) => readQuestion(text).shapes.map(({ name }) => name);
const terms = (text: string) => readQuestion(text).terms.map(({ surface }) => surface);

test.each([
  ["How much does it cost per month?", ["price", "rate"]],
  ["how heavy is it", ["mass"]],
  ["How long do you keep it?", ["duration"]],
  ["how far does it go", ["distance"]],
  ["What time do you open?", ["clock"]],
  ["When is it due?", ["time"]],
  ["how many phones fit", ["count"]],
  ["I stop when I am tired", []],
  ["how to create a user", []],
])("%s asks for %j", (question, names) => expect(shapes(question)).toEqual(names));

test("detects the kind of question", () => {
  expect(readQuestion("How do I open it?")).toMatchObject({ asksSteps: true, asksDefinition: false });
  expect(readQuestion("What is a widget?")).toMatchObject({ asksDefinition: true, asksSteps: false });
  expect(readQuestion("what does E18 mean")).toMatchObject({ asksDefinition: true });
  expect(readQuestion("Can I wash it?")).toMatchObject({ asksYesNo: true });
  expect(readQuestion("Why is it wet?")).toMatchObject({ asksReason: true });
  expect(readQuestion("what is it and how big")).toMatchObject({ isCompound: true });
});

test("keeps the words an answer must cover", () => {
  expect(terms("Hi, could you please tell me about the E18 warning?")).toEqual(["tell", "e18", "warning"]);
  expect(readQuestion("Is E18 bad in 2026, with 85 kg?").terms).toMatchObject([
    { surface: "e18", isIdentifier: true },
    { surface: "bad", importance: 0.3 },
    { surface: "2026", isIdentifier: true },
    { surface: "85", quantity: 85 },
    { surface: "kg", importance: 0.4 },
  ]);
  expect(terms("what is it?")).toEqual([]);
});

test("reads a question of any length in bounded time", () => {
  const question = "why ".repeat(50_000) + "how much ".repeat(10_000);
  const { terms } = expectCpuTimeBelow(1_000, () => readQuestion(question));
  expect(terms.length).toBeLessThanOrEqual(40);
});

test("splits a compound question only if each part can be answered alone", () => {
  const halves = (text: string) => splitQuestion(readQuestion(text)).map(({ text }) => text);
  expect(halves("What does F1 mean and how heavy is the kettle?")).toEqual([
    "what does f1 mean",
    "how heavy is the kettle?",
  ]);
  expect(halves("how much is a key and how long does it take")).toEqual([]);
  expect(halves("Is it red and blue?")).toEqual([]);
});

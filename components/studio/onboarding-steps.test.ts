import { expect, test } from "vitest";
import { isOnboarded, onboardingOf } from "./onboarding-steps.ts";

const facts = { chatbots: [], isAsked: false, hasModel: false, mayConnect: true };
const chatbot = { id: "bot_1", handle: "desk", visibility: "members" as const, documents: 0 };
const done = (given: Partial<Parameters<typeof onboardingOf>[0]>) =>
  onboardingOf({ ...facts, ...given }).flatMap(({ name, isDone }) => (isDone ? [name] : []));

test("begins with a chatbot; what needs one has no link before", () => {
  const steps = onboardingOf(facts);
  expect(steps.map(({ name }) => name)).toEqual(["create", "feed", "ask", "open", "connect"]);
  expect(steps.filter(({ path }) => path === null).map(({ name }) => name)).toEqual(["feed", "ask", "open"]);
  expect(isOnboarded(steps)).toBe(false);
});

test("follows what is done, in any order and in any chatbot", () => {
  expect(done({ chatbots: [chatbot] })).toEqual(["create"]);
  expect(done({ chatbots: [chatbot], isAsked: true })).toEqual(["create", "ask"]);
  const other = { ...chatbot, id: "bot_2", handle: "other", visibility: "link" as const, documents: 3 };
  expect(done({ chatbots: [chatbot, other] })).toEqual(["create", "feed", "open"]);
  expect(onboardingOf({ ...facts, chatbots: [chatbot, other] })[2]?.path).toBe("/chatbots/bot_2?view=test");
});

test("is over without the optional step, which is gone where a model answers or the member may not", () => {
  const whole = { chatbots: [{ ...chatbot, documents: 1, visibility: "public" as const }], isAsked: true };
  expect(isOnboarded(onboardingOf({ ...facts, ...whole }))).toBe(true);
  for (const more of [{ hasModel: true }, { mayConnect: false }])
    expect(onboardingOf({ ...facts, ...more }).some(({ name }) => name === "connect")).toBe(false);
});

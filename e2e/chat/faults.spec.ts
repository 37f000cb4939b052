import { expect, test } from "#e2e/fixtures/test.ts";
import type { Fault, Script } from "#testing/model-server/model-server.ts";

const text = Array.from({ length: 40 }, (_, index) => `word${index + 1}`).join(" ");
const midAnswer: Script = { text, chunkDelayMs: 20 };

type Broken = { fault: Fault; says: RegExp; code: string };

const faults: Broken[] = [
  { fault: { kind: "reset", afterChunks: 12 }, says: /The answer was interrupted/, code: "model_cut" },
  { fault: { kind: "stall", afterChunks: 12 }, says: /The model stopped responding/, code: "model_stalled" },
  { fault: { kind: "malformed", afterChunks: 12 }, says: /The answer was interrupted/, code: "model_cut" },
  { fault: { kind: "errorChunk", afterChunks: 12 }, says: /The answer was interrupted/, code: "model_cut" },
  { fault: { kind: "eof", afterChunks: 12 }, says: /The answer was interrupted/, code: "model_cut" },
];

for (const { fault, says, code } of faults) {
  test(`STR-01/02 ${fault.kind} in mid-answer: the partial text stays and Retry replaces it`, async ({
    chat,
    model,
    page,
  }) => {
    model.script({ ...midAnswer, fault });
    await chat.open();
    await chat.ask("Count for me");
    await expect(chat.status).toContainText(says);
    await expect(chat.stop).toBeHidden();
    const partial = await chat.text();
    expect(partial).toMatch(/^word1 word2 .*word1[0-2]\b/);
    expect(partial).not.toContain("word20");
    expect(model.requests, "no second attempt once words were shown").toHaveLength(1);
    const stored = await chat.storedAnswer();
    expect(stored.text).toBe(partial);
    expect(stored.turn).toMatchObject({ state: "interrupted", errorCode: code });

    await page.reload();
    await expect(chat.status).toContainText(says);
    expect(await chat.text()).toBe(partial);

    model.script({ text: "All of it this time." });
    await chat.retry.click();
    await expect(chat.prose).toHaveText("All of it this time.");
    await chat.idle();
    await expect(chat.status).toHaveCount(0);
    await expect(chat.answers).toHaveCount(1);
    await expect(chat.questions).toHaveCount(1);
    const { messages } = await chat.stored();
    expect(messages.map((message) => message.text)).toEqual(["Count for me", "All of it this time."]);
    expect(messages[1]?.turn?.state).toBe("complete");
  });
}

test("STR-02 an answer at its length limit says so and keeps its text", async ({ chat, model }) => {
  model.script({ text, fault: { kind: "length" } });
  await chat.open();
  expect(await chat.askAndWait("Count for me")).toBe(text);
  await expect(chat.status).toContainText("The answer reached its length limit.");
  await expect(chat.retry).toBeVisible();
});

test("STR-02 bytes cut anywhere arrive whole", async ({ chat, model }) => {
  const mixed = "Grüße 👩‍👩‍👧 日本語 שלום — done";
  model.script({ text: mixed, splitBytes: 3 });
  await chat.open();
  expect(await chat.askAndWait("Say it in many tongues")).toBe(mixed);
  expect((await chat.storedAnswer()).text).toBe(mixed);
});

const unreachable = "The model couldn't be reached.";
const refusals: { name: string; fault: Fault; attempts: number; reason: string }[] = [
  { name: "answers 500", fault: { kind: "status", status: 500 }, attempts: 3, reason: unreachable },
  {
    name: "answers 401",
    fault: { kind: "status", status: 401 },
    attempts: 1,
    reason: "The AI provider rejected the API key.",
  },
  {
    name: "resets every connection",
    fault: { kind: "reset", afterChunks: -1 },
    attempts: 3,
    reason: unreachable,
  },
];

for (const { name, fault, attempts, reason } of refusals) {
  test(`STR-04 a model that ${name}: a clear error with Retry`, async ({ chat, model }) => {
    model.script({ fault });
    await chat.open();
    await chat.ask("Are you there?");
    await expect(chat.status).toContainText(reason);
    expect(model.requests).toHaveLength(attempts);
    model.script({ text: "Now I am." });
    await chat.retry.click();
    await expect(chat.prose).toHaveText("Now I am.");
    await chat.idle();
    await expect(chat.status).toHaveCount(0);
    await expect(chat.questions).toHaveCount(1);
  });
}

test("STR-04 a model that never answers: the error shows in time, Retry works", async ({ chat, model }) => {
  model.script({ fault: { kind: "stall", afterChunks: 0 } });
  await chat.open();
  await chat.ask("Are you there?");
  await expect(chat.status).toContainText("The model stopped responding.");
  await expect.poll(() => model.last.closedBy).toBe("client");
  model.script({ text: "Now I am." });
  await chat.retry.click();
  await expect(chat.prose).toHaveText("Now I am.");
});

test("STR-04 a model that is down: a clear error, and Retry once it is back", async ({ chat, model }) => {
  await chat.open();
  await model.stop();
  try {
    await chat.ask("Are you there?");
    await expect(chat.status).toContainText(unreachable);
    expect((await chat.storedAnswer()).turn).toMatchObject({
      state: "failed",
      errorCode: "model_unavailable",
    });
  } finally {
    await model.comeBack();
  }
  model.script({ text: "Back again." });
  await chat.retry.click();
  await expect(chat.prose).toHaveText("Back again.");
});

test("STR-04 a model that fails twice before its first word is asked again unseen", async ({
  chat,
  model,
}) => {
  model.script((_, index) =>
    index < 2 ? { fault: { kind: "status", status: 503 } } : { text: "Third time lucky." },
  );
  await chat.open();
  expect(await chat.askAndWait("Are you there?")).toBe("Third time lucky.");
  await expect(chat.status).toHaveCount(0);
  expect(model.requests).toHaveLength(3);
});

import { startCuttingProxy } from "#e2e/fixtures/cutting-proxy.ts";
import { answerSteps, watchAnswer, watchFeedback } from "#e2e/fixtures/measure.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index + 1}`).join(" ");

test("shows the text in many steps while the model is still writing", async ({ chat, model, page }) => {
  model.script({ tokens: 120, chunkDelayMs: 50 });
  await chat.open();
  await watchAnswer(page);
  await chat.ask("Count for me");
  await expect(chat.prose).toContainText("word1");
  expect(model.last.closedAt, "the model is still writing").toBeUndefined();
  await expect(chat.prose).toContainText("word120");
  await chat.idle();

  const steps = await answerSteps(page);
  const [first, last] = [steps.at(0), steps.at(-1)];
  if (!first || !last) throw new Error("Nothing was shown.");
  expect(steps.length, "separate steps").toBeGreaterThan(25);
  expect(last.at - first.at, "from the first words to the last").toBeGreaterThan(120 * 50 * 0.4);
  expect(first.at, "the first words come before the model's end").toBeLessThan(model.last.closedAt ?? 0);
  expect(await chat.text()).toBe(words(120));
});

test("shows the question and the thinking state before the model says anything", async ({
  chat,
  model,
  page,
}) => {
  model.script({ text: "Soon.", firstDelayMs: 1_500 });
  await chat.open();
  const seen: { question: number; thinking: number }[] = [];
  for (const question of ["First question", "Second question", "Third question"]) {
    await chat.box.fill(question);
    const feedback = await watchFeedback(page);
    await chat.box.press("Enter");
    seen.push(await feedback());
    await expect(chat.questions.last()).toHaveText(question);
    await expect(chat.lastAnswer).toContainText("Soon.");
    await chat.idle();
  }
  // The best of three: another process may take the processor from one of them.
  expect(Math.min(...seen.map(({ question }) => question)), JSON.stringify(seen)).toBeLessThan(1_000);
  expect(Math.min(...seen.map(({ thinking }) => thinking)), JSON.stringify(seen)).toBeLessThan(1_000);
});

test("stop ends the upstream request and keeps what was written", async ({ chat, model, page }) => {
  model.script({ tokens: 1_000, chunkDelayMs: 40 });
  await chat.open();
  const questions = ["Tell me a long story", "Tell me about the moon", "Tell me about the sea"];
  for (const [before, question] of questions.entries()) {
    await chat.ask(question);
    await expect.poll(() => model.requests.length).toBe(before + 1);
    await expect(chat.lastAnswer).toContainText("word8");
    await chat.stop.click();
    await expect.poll(() => model.last.closedBy).toBe("client");
    await expect(chat.lastAnswer).toContainText("Stopped");
    await expect(chat.stop).toBeHidden();
  }
  const kept = await chat.text();
  expect(kept).toContain("word1 word2 word3");
  expect(kept).not.toContain("word1000");
  const stored = await chat.storedAnswer();
  expect(stored.text).toBe(kept);
  expect(stored.turn?.state).toBe("stopped");

  await page.reload();
  await expect(chat.lastAnswer).toContainText("Stopped");
  expect(await chat.text()).toBe(kept);
  expect(model.requests).toHaveLength(questions.length);
});

test("Escape stops an answer", async ({ chat, model }) => {
  model.script({ tokens: 1_000, chunkDelayMs: 40 });
  await chat.open();
  await chat.ask("Tell me a long story");
  await expect(chat.prose).toContainText("word3");
  await chat.box.press("Escape");
  await expect(chat.status).toContainText("Stopped");
  await expect.poll(() => model.last.closedBy).toBe("client");
});

test("stop before the first word ends the request as well", async ({ chat, model }) => {
  model.script({ tokens: 50, firstDelayMs: 12_000 });
  await chat.open();
  await chat.ask("Tell me a long story");
  await expect.poll(() => model.requests.length).toBe(1);
  await chat.stop.click();
  await expect.poll(() => model.last.closedBy, { intervals: [20] }).toBe("client");
  await expect(chat.status).toContainText("Stopped");
  await expect(chat.retry).toBeVisible();
});

test("a reload in mid-answer goes on to the end, equal to what is stored", async ({ chat, model, page }) => {
  model.script({ tokens: 240, chunkDelayMs: 50 });
  await chat.open();
  await chat.ask("Count for me");
  await expect(chat.prose).toContainText("word10");
  await page.reload();
  await expect(chat.prose).toContainText("word11");
  expect(model.last.closedAt, "the model is still writing").toBeUndefined();
  await watchAnswer(page);
  await expect(chat.prose).toContainText("word240");
  await chat.idle();
  const steps = await answerSteps(page);
  expect(steps.length, "it streams on after the reload").toBeGreaterThan(10);
  expect(await chat.text()).toBe(words(240));
  expect((await chat.storedAnswer()).text).toBe(words(240));
  expect(model.requests, "one generation").toHaveLength(1);
  await expect(chat.questions).toHaveCount(1);
});

test.describe("on a network that fails", () => {
  test.use({ expectedErrors: /net::ERR_|Failed to fetch|network error/i });

  test("a cut in mid-answer heals without asking the model again", async ({ app, chat, model, page }) => {
    const proxy = await startCuttingProxy(app.url);
    model.script({ tokens: 300, chunkDelayMs: 50 });
    await page.goto(`${proxy.url}/c/support`);
    await chat.ready();
    await chat.ask("Count for me");
    await expect(chat.prose).toContainText("word10");
    proxy.cut();
    await expect(page.getByText("Reconnecting…").first()).toBeAttached();
    await expect(chat.prose, "what was there stays").toContainText("word10");
    proxy.mend();
    await expect(chat.prose).toContainText("word60");
    expect(model.last.closedAt, "it follows while the model still writes").toBeUndefined();
    await expect(chat.prose).toContainText("word300");
    await chat.idle();
    expect(await chat.text()).toBe(words(300));
    const { messages } = await (
      await page.request.get(`${proxy.url}/api/conversations/${chat.conversationId}/messages`)
    ).json();
    expect(messages.map(({ text }: { text: string }) => text)).toEqual(["Count for me", words(300)]);
    expect(model.requests, "one generation").toHaveLength(1);
    await proxy.close();
  });
});

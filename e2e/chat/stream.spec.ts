import { startCuttingProxy } from "#e2e/fixtures/cutting-proxy.ts";
import { answerSteps, watchAnswer, watchFeedback } from "#e2e/fixtures/measure.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index + 1}`).join(" ");

test("shows the text in many steps while the model is still writing", async ({ chat, model, page }) => {
  model.script({ tokens: 60, chunkDelayMs: 50 });
  await chat.open();
  await watchAnswer(page);
  await chat.ask("Count for me");
  await expect(chat.prose).toContainText("word1");
  expect(model.last.closedAt, "the model is still writing").toBeUndefined();
  await expect(chat.prose).toContainText("word60", { timeout: 15_000 });
  await chat.idle();

  const steps = await answerSteps(page);
  const [first, last] = [steps.at(0), steps.at(-1)];
  if (!first || !last) throw new Error("Nothing was shown.");
  expect(steps.length, "separate steps").toBeGreaterThan(25);
  expect(last.at - first.at, "from the first words to the last").toBeGreaterThan(60 * 50 * 0.7);
  expect(first.at - model.last.startedAt, "from the model's start to the first words").toBeLessThan(800);
  expect(last.at - (model.last.closedAt ?? 0), "the last words after the model's end").toBeLessThan(800);
  expect(await chat.text()).toBe(words(60));
});

test("shows the question and the thinking state within 100 ms of Enter", async ({ chat, model, page }) => {
  model.script({ text: "Soon.", firstDelayMs: 400 });
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
  expect(Math.min(...seen.map(({ question }) => question)), JSON.stringify(seen)).toBeLessThan(100);
  expect(Math.min(...seen.map(({ thinking }) => thinking)), JSON.stringify(seen)).toBeLessThan(100);
});

test("stop ends the upstream request within a second and keeps what was written", async ({
  chat,
  model,
  page,
}) => {
  model.script({ tokens: 400, chunkDelayMs: 40 });
  await chat.open();
  const waits: number[] = [];
  for (const question of ["Tell me a long story", "Tell me about the moon", "Tell me about the sea"]) {
    await chat.ask(question);
    await expect.poll(() => model.requests.length).toBe(waits.length + 1);
    await expect(chat.lastAnswer).toContainText("word8");
    const asked = Date.now();
    await chat.stop.click();
    await expect.poll(() => model.last.closedAt, { intervals: [20] }).toBeDefined();
    expect(model.last.closedBy).toBe("client");
    waits.push((model.last.closedAt ?? 0) - asked);
    await expect(chat.lastAnswer).toContainText("Stopped");
    await expect(chat.stop).toBeHidden();
  }
  // The best of three: another process may take the processor from one of them.
  expect(Math.min(...waits), JSON.stringify(waits)).toBeLessThan(1_000);
  expect(Math.max(...waits), JSON.stringify(waits)).toBeLessThan(5_000);
  const kept = await chat.text();
  expect(kept).toContain("word1 word2 word3");
  expect(kept).not.toContain("word300");
  const stored = await chat.storedAnswer();
  expect(stored.text).toBe(kept);
  expect(stored.turn?.state).toBe("stopped");

  await page.reload();
  await expect(chat.lastAnswer).toContainText("Stopped");
  expect(await chat.text()).toBe(kept);
  expect(model.requests).toHaveLength(waits.length);
});

test("Escape stops an answer", async ({ chat, model }) => {
  model.script({ tokens: 400, chunkDelayMs: 40 });
  await chat.open();
  await chat.ask("Tell me a long story");
  await expect(chat.prose).toContainText("word3");
  await chat.box.press("Escape");
  await expect(chat.status).toContainText("Stopped");
  await expect.poll(() => model.last.closedBy).toBe("client");
});

test("stop before the first word ends the request as well", async ({ chat, model }) => {
  model.script({ tokens: 50, firstDelayMs: 3_000 });
  await chat.open();
  await chat.ask("Tell me a long story");
  await expect.poll(() => model.requests.length).toBe(1);
  await chat.stop.click();
  await expect.poll(() => model.last.closedBy, { timeout: 1_500, intervals: [20] }).toBe("client");
  await expect(chat.status).toContainText("Stopped");
  await expect(chat.retry).toBeVisible();
});

test("a reload in mid-answer goes on to the end, equal to what is stored", async ({ chat, model, page }) => {
  model.script({ tokens: 80, chunkDelayMs: 50 });
  await chat.open();
  await chat.ask("Count for me");
  await expect(chat.prose).toContainText("word10");
  await page.reload();
  await expect(chat.prose).toContainText("word11");
  expect(model.last.closedAt, "the model is still writing").toBeUndefined();
  await watchAnswer(page);
  await expect(chat.prose).toContainText("word80", { timeout: 15_000 });
  await chat.idle();
  const steps = await answerSteps(page);
  expect(steps.length, "it streams on after the reload").toBeGreaterThan(10);
  expect(await chat.text()).toBe(words(80));
  expect((await chat.storedAnswer()).text).toBe(words(80));
  expect(model.requests, "one generation").toHaveLength(1);
  await expect(chat.questions).toHaveCount(1);
});

test.describe("on a network that fails", () => {
  test.use({ expectedErrors: /net::ERR_|Failed to fetch|network error/i });

  test("a cut in mid-answer heals without asking the model again", async ({ app, chat, model, page }) => {
    const proxy = await startCuttingProxy(app.url);
    model.script({ tokens: 100, chunkDelayMs: 50 });
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
    await expect(chat.prose).toContainText("word100", { timeout: 15_000 });
    await chat.idle();
    expect(await chat.text()).toBe(words(100));
    const { messages } = await (
      await page.request.get(`${proxy.url}/api/conversations/${chat.conversationId}/messages`)
    ).json();
    expect(messages.map(({ text }: { text: string }) => text)).toEqual(["Count for me", words(100)]);
    expect(model.requests, "one generation").toHaveLength(1);
    await proxy.close();
  });
});

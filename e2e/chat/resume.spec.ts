import { readdirSync, readFileSync } from "node:fs";
import type { BrowserContext, Page } from "@playwright/test";
import { type AppServer, startApp } from "#e2e/fixtures/app-server.ts";
import { startCuttingProxy } from "#e2e/fixtures/cutting-proxy.ts";
import type { Model } from "#e2e/fixtures/model.ts";
import { owner } from "#e2e/fixtures/person.ts";
import { seededDirectory } from "#e2e/fixtures/seeded.ts";
import { anotherTab, expect, test, watchConsole } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";

const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index + 1}`).join(" ");

/** A separate session for each device of the same person. */
async function signInQuietly(context: BrowserContext, app: AppServer): Promise<void> {
  const session = /parley_session=([^;]+)/.exec((await owner(app)).cookie)?.[1] ?? "";
  await context.addCookies([
    { name: "parley_session", value: session, url: app.url, httpOnly: true, sameSite: "Lax" },
  ]);
}

/** A process and all that it has started. */
function processTree(root: number): number[] {
  const parents = readdirSync("/proc").flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return [[pid, Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])] as const];
    } catch {
      return [];
    }
  });
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

/** Records every text that an answer shows on this page: the newest answer's, or that at `index`. */
async function watchTexts(page: Page, index = -1): Promise<void> {
  await page.evaluate((index) => {
    const texts: string[] = [];
    Object.assign(window, { __texts: texts });
    const look = () => {
      const prose = [...document.querySelectorAll(".message-answer")].at(index)?.querySelector(".prose");
      const text = prose?.textContent ?? "";
      if (text !== texts.at(-1)) texts.push(text);
    };
    look();
    new MutationObserver(look).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  }, index);
}

/** The text only ever grew, each step a beginning of the whole: nothing repeated, nothing left out. */
async function expectGrowth(page: Page, whole: string, steps = 10): Promise<void> {
  const texts = await page.evaluate(() => (window as unknown as { __texts: string[] }).__texts);
  expect(texts.length, "separate steps").toBeGreaterThan(steps);
  for (const [index, text] of texts.entries()) {
    expect(whole.startsWith(text), `a beginning of the answer: ${text.slice(-60)}`).toBe(true);
    expect(text.length, "it never shrinks").toBeGreaterThanOrEqual(texts[index - 1]?.length ?? 0);
  }
}

/** The answer is seen to grow here, however late this page came to it or the machine paints. */
async function growing(page: Page, steps: number): Promise<void> {
  await page.waitForFunction(
    (steps) => (window as unknown as { __texts: string[] }).__texts.length > steps,
    steps,
    { timeout: 60_000 },
  );
}

/** Milliseconds from the request to stop, as it leaves the page, to the end of the model's connection. */
async function stopTime(page: Page, press: () => Promise<void>, model: Model): Promise<number> {
  const sent = page.waitForRequest((request) => new URL(request.url()).pathname.endsWith("/stop"));
  await press();
  const request = await sent;
  await expect.poll(() => model.last.closedAt, { intervals: [20] }).toBeDefined();
  await request.response();
  return (model.last.closedAt ?? Number.NaN) - request.timing().startTime;
}

async function expectWhole(chat: ChatPage, whole: string): Promise<void> {
  await expect(chat.prose).toContainText(whole.split(" ").at(-1) ?? "", { timeout: 90_000 });
  await chat.idle();
  expect(await chat.text()).toBe(whole);
  expect((await chat.storedAnswer()).text).toBe(whole);
  await expect(chat.answers).toHaveCount(1);
  await expect(chat.questions).toHaveCount(1);
}

test("a reload in mid-answer goes on, nothing repeated or left out", async ({ chat, model, page }) => {
  model.script({ tokens: 400, chunkDelayMs: 40 });
  await chat.open();
  await chat.ask("Count for me");
  await expect(chat.prose).toContainText("word10");
  await page.reload();
  await watchTexts(page);
  await expectWhole(chat, words(400));
  await expectGrowth(page, words(400));
  expect(model.requests, "one generation").toHaveLength(1);
});

test("closing the page stops nothing, and coming back later shows all of it", async ({
  chat,
  model,
  page,
}) => {
  model.script({ tokens: 500, chunkDelayMs: 40 });
  await chat.open();
  await chat.ask("Count for me");
  await expect(chat.prose).toContainText("word5");
  const id = await chat.named();
  const again = await anotherTab(page);
  await page.close();
  await again.open(id);
  expect(model.last.closedAt, "the model is still writing").toBeUndefined();
  await watchTexts(again.page);
  await expectWhole(again, words(500));
  await expectGrowth(again.page, words(500));
  expect(model.requests, "one generation").toHaveLength(1);
});

test("two tabs follow one answer, and stop in the second ends it in both", async ({ chat, model, page }) => {
  model.script({ tokens: 1_500, chunkDelayMs: 40 });
  await chat.open();
  await chat.ask("Tell me a long story");
  await expect(chat.prose).toContainText("word10");
  const second = await anotherTab(page);
  await second.open(await chat.named());
  await watchTexts(second.page);
  await expect(second.prose).toContainText("word40");
  await expect(chat.prose).toContainText("word40");
  await growing(second.page, 4);
  expect(model.last.closedAt, "the model is still writing").toBeUndefined();
  expect(await stopTime(second.page, () => second.stop.click(), model)).toBeLessThan(10_000);
  await expect(chat.status).toContainText("Stopped");
  await expect(second.status).toContainText("Stopped");
  const { text } = await chat.storedAnswer();
  expect(await chat.text()).toBe(text);
  expect(await second.text()).toBe(text);
  await expectGrowth(second.page, text, 4);
});

test("a tab that lies idle follows what another asks in the same conversation", async ({
  chat,
  model,
  page,
}) => {
  model.script({ text: "First." });
  await chat.open();
  await chat.askAndWait("First?");
  const second = await anotherTab(page);
  await second.open(chat.conversationId);
  model.script({ tokens: 400, chunkDelayMs: 40 });
  await chat.ask("Second?");
  await expect(second.questions.last()).toHaveText("Second?");
  await expect(second.prose).toContainText("word20");
  expect(model.last.closedAt, "the model is still writing").toBeUndefined();
  await expect(second.prose).toContainText("word400");
  await second.idle();
  expect(await second.text()).toBe(words(400));
});

test("a phone follows what is asked on the desktop, and stop on the phone ends it on both", async ({
  app,
  browser,
  chat,
  context,
  model,
}) => {
  const phoneContext = await browser.newContext({
    baseURL: app.url,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  try {
    const errors = watchConsole(phoneContext);
    await signInQuietly(context, app);
    await signInQuietly(phoneContext, app);
    model.script({ text: "First." });
    await chat.open();
    await chat.askAndWait("First?");
    const phone = new ChatPage(await phoneContext.newPage());
    await phone.open(await chat.named());
    await expect(phone.prose).toHaveText("First.");
    await watchTexts(phone.page, 1);
    await watchTexts(chat.page, 1);

    model.script({ tokens: 1_500, chunkDelayMs: 40 });
    await chat.ask("Tell me a long story");
    await expect(phone.questions.last()).toHaveText("Tell me a long story");
    await expect(phone.answers).toHaveCount(2);
    await expect(phone.prose).toContainText("word40");
    for (const device of [phone, chat]) await growing(device.page, 4);
    expect(model.last.closedAt, "the model is still writing").toBeUndefined();
    expect(await stopTime(phone.page, () => phone.stop.tap(), model)).toBeLessThan(10_000);
    for (const device of [phone, chat]) {
      await expect(device.status).toContainText("Stopped");
      const { text, turn } = await device.storedAnswer();
      expect(turn?.state).toBe("stopped");
      expect(words(1_500).startsWith(text), "the stored text").toBe(true);
      expect(await device.text()).toBe(text);
      await expectGrowth(device.page, text, 4);
    }
    expect(errors).toEqual([]);
  } finally {
    await phoneContext.close();
  }
});

test("a laptop that sleeps while the answer ends: awake again, it shows all of it", async ({
  app,
  launchOptions,
  model,
  playwright,
}) => {
  const proxy = await startCuttingProxy(app.url);
  const server = await playwright.chromium.launchServer(launchOptions);
  const pids = () => processTree(server.process().pid ?? 0);
  let asleep: number[] = [];
  const wake = () => {
    for (const pid of asleep) process.kill(pid, "SIGCONT");
    asleep = [];
  };
  try {
    const browser = await playwright.chromium.connect(server.wsEndpoint());
    const chat = new ChatPage(await browser.newPage());
    model.script({ tokens: 300, chunkDelayMs: 40 });
    await chat.page.goto(`${proxy.url}/c/support`);
    await chat.ready();
    await chat.ask("Count for me");
    await watchTexts(chat.page);
    await expect(chat.prose).toContainText("word40");

    asleep = pids();
    expect(asleep.length, "browser, network and page").toBeGreaterThan(3);
    for (const pid of asleep) process.kill(pid, "SIGSTOP");
    proxy.forget();
    await expect.poll(() => model.last.closedAt).toBeDefined();
    await new Promise((resolve) => setTimeout(resolve, 20_000 - (Date.now() - model.last.startedAt)));
    wake();
    expect(await chat.text(), "it slept through the end").not.toContain("word300");
    await expectWhole(chat, words(300));
    await expectGrowth(chat.page, words(300), 2);
    expect(model.requests, "one generation").toHaveLength(1);
  } finally {
    wake();
    await server.close();
    await proxy.close();
  }
});

test.describe("on a network that fails", () => {
  test.use({ expectedErrors: /net::ERR_|Failed to fetch|network error|Failed to load/i });

  test("ten seconds off line: a calm line, then on where it was", async ({
    app,
    chat,
    context,
    model,
    page,
  }) => {
    const proxy = await startCuttingProxy(app.url);
    model.script({ tokens: 450, chunkDelayMs: 40 });
    await page.goto(`${proxy.url}/c/support`);
    await chat.ready();
    await chat.ask("Count for me");
    await expect(chat.prose).toContainText("word10");
    await watchTexts(page);
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/stream")) asked.push(request.url());
    });
    proxy.cut();
    await context.setOffline(true);
    await expect(page.getByText("Reconnecting…").first()).toBeAttached();
    const before = await chat.text();
    await page.waitForTimeout(10_000);
    expect(await chat.text(), "what was there stays").toBe(before);
    proxy.mend();
    await context.setOffline(false);
    await expect(page.getByText("Reconnecting…")).toHaveCount(0);
    await expectWhole(chat, words(450));
    await expectGrowth(page, words(450));
    expect(asked.at(-1), "from its last event").toMatch(/cursor=1\.\d+/);
    expect(model.requests, "one generation").toHaveLength(1);
    await proxy.close();
  });

  test("a server that dies and starts again: the page heals by itself and offers Retry", async ({
    appMode,
    browser,
    model,
  }) => {
    const options = { mode: appMode, model: { baseUrl: model.baseUrl, api: "responses" } } as const;
    const app = await startApp({ ...options, from: seededDirectory });
    const context = await browser.newContext({ baseURL: app.url });
    let now = app;
    try {
      model.script({ tokens: 400, chunkDelayMs: 40 });
      const chat = new ChatPage(await context.newPage());
      await chat.open();
      await chat.ask("Tell me a long story");
      await expect(chat.prose).toContainText("word30");
      await app.crash();
      await expect(chat.page.getByText("Reconnecting…").first()).toBeAttached();
      now = await startApp({ ...options, after: app });
      await expect(chat.status).toContainText("interrupted because the server stopped", { timeout: 90_000 });
      const stored = await chat.storedAnswer();
      expect(stored.turn).toMatchObject({ state: "interrupted", errorCode: "process_ended" });
      expect(stored.text).toMatch(/^word1 word2 .*word2\d/);
      expect(await chat.text()).toBe(stored.text);
      model.script({ text: "All of it." });
      await chat.retry.click();
      await expect(chat.prose).toHaveText("All of it.");
      await chat.idle();
      await expect(chat.questions).toHaveCount(1);
    } finally {
      await context.close();
      await now.stop();
    }
  });
});

import { readFile } from "node:fs/promises";
import { anotherTab, expect, test } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";

test("history survives a reload, and a second question knows the first", async ({ chat, model, page }) => {
  model.script((_, index) => ({ text: index === 0 ? "The first answer." : "The second answer." }));
  await chat.open();
  await chat.askAndWait("The first question");
  await chat.askAndWait("The second question");
  expect(JSON.stringify(model.last.body)).toContain("The first answer.");
  await page.reload();
  await expect(chat.questions).toHaveText(["The first question", "The second question"]);
  await expect(chat.answers.locator(".prose")).toHaveText(["The first answer.", "The second answer."]);
  expect(model.requests).toHaveLength(2);
});

test("answer again replaces the last answer", async ({ chat, model, page }) => {
  model.script((_, index) => ({ text: index === 0 ? "The first try." : "The second try." }));
  await chat.open();
  expect(await chat.askAndWait("A question")).toBe("The first try.");
  await chat.regenerate.click();
  await expect(chat.prose).toHaveText("The second try.");
  await chat.idle();
  await expect(chat.answers).toHaveCount(1);
  await page.reload();
  await expect(chat.answers.locator(".prose")).toHaveText(["The second try."]);
  await expect(chat.questions).toHaveText(["A question"]);
});

test("copy puts the stored Markdown on the clipboard, byte for byte", async ({
  chat,
  context,
  model,
  page,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const markdown = "**Bold**, `code` and a list:\n\n- one\n- two — ünï\n\n```js\nconst x = 1;\n```";
  model.script({ text: markdown });
  await chat.open();
  await chat.askAndWait("Give me Markdown");
  await chat.copy.click();
  await expect(chat.lastAnswer.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(markdown);
  expect((await chat.storedAnswer()).text).toBe(markdown);
  await chat.lastAnswer.getByRole("button", { name: "Copy code" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("const x = 1;");
});

test("a second tab watches an answer to its end, and both show the same", async ({ chat, model, page }) => {
  model.script({ tokens: 250, chunkDelayMs: 60 });
  await chat.open();
  await chat.ask("Count for me");
  await expect(chat.prose).toContainText("word5");
  const other = await anotherTab(page);
  await other.open(await chat.named());
  await expect(other.prose).toContainText("word20");
  expect(model.last.closedAt, "the model is still writing").toBeUndefined();
  await expect(other.prose).toContainText("word250");
  await other.idle();
  await chat.idle();
  expect(await other.text()).toBe(await chat.text());
  expect(await other.text()).toBe((await chat.storedAnswer()).text);
  expect(model.requests).toHaveLength(1);
});

test.describe("two tabs at once", () => {
  test.use({ expectedErrors: /409/ });

  test("a question asked on another device while an answer is written is refused, and its words come back", async ({
    app,
    browser,
    chat,
    model,
    page,
  }) => {
    model.script({ text: "Ready." });
    await chat.open();
    await chat.askAndWait("Hello");
    const storageState = await page.context().storageState();
    const device = await browser.newContext({ baseURL: app.url, storageState });
    const other = new ChatPage(await device.newPage());
    await other.open(await chat.named());
    await expect(other.answers).toHaveCount(1);
    model.script({ tokens: 1_000, chunkDelayMs: 60 });
    await chat.ask("Count for me");
    await expect(chat.prose).toContainText("word5");
    await other.ask("And from here?");
    await expect(other.notice).toContainText(
      "Not sent. An answer is still being generated in this conversation.",
    );
    await expect(other.box).toHaveValue("And from here?");
    await chat.stop.click();
    await chat.idle();
    expect((await chat.stored()).messages).toHaveLength(4);
    await device.close();
  });

  test("stop in one tab stops the other", async ({ chat, model, page }) => {
    model.script({ tokens: 1_000, chunkDelayMs: 50 });
    await chat.open();
    await chat.ask("Count for me");
    await expect(chat.prose).toContainText("word5");
    const other = await anotherTab(page);
    await other.open(await chat.named());
    await expect(other.prose).toContainText("word8");
    await other.stop.click();
    await expect(chat.status).toContainText("Stopped");
    await expect(other.status).toContainText("Stopped");
    expect(await other.text()).toBe(await chat.text());
    await expect.poll(() => model.last.closedBy).toBe("client");
  });
});

test("rename, search, delete and undo in the list", async ({ chat, model, page }) => {
  model.script((body) => ({
    text: JSON.stringify(body).includes("apples") ? "Green and red." : "Long and yellow.",
  }));
  await chat.open();
  await chat.askAndWait("Tell me about apples");
  await chat.newChat.click();
  await expect(chat.questions).toHaveCount(0);
  await chat.askAndWait("Tell me about bananas");
  await expect(chat.list.getByRole("link")).toHaveText(["Tell me about bananas", "Tell me about apples"]);

  await chat.row("Tell me about apples").hover();
  await chat.list.getByRole("button", { name: "Rename “Tell me about apples”" }).click();
  await page.getByRole("textbox", { name: "New title" }).fill("Fruit of autumn");
  await page.keyboard.press("Enter");
  await expect(chat.row("Fruit of autumn")).toBeVisible();
  await expect
    .poll(async () => (await chat.storedList()).conversations.map(({ title }) => title))
    .toContain("Fruit of autumn");

  await chat.list.getByRole("button", { name: "Rename “Fruit of autumn”" }).click();
  await page.getByRole("textbox", { name: "New title" }).fill("Never mind");
  await page.keyboard.press("Escape");
  await expect(chat.row("Fruit of autumn")).toBeVisible();

  const search = chat.list.getByRole("searchbox", { name: "Search conversations" });
  await search.fill("yellow");
  await expect(chat.list.getByRole("link"), "found by words of an answer").toHaveText([
    "Tell me about bananas",
  ]);
  await search.fill("autumn");
  await expect(chat.list.getByRole("link"), "found by its new title").toHaveText(["Fruit of autumn"]);
  await search.fill("cucumber");
  await expect(chat.list.getByText("No conversations match “cucumber”.")).toBeVisible();
  await chat.list.getByRole("button", { name: "Clear search" }).click();
  await expect(chat.list.getByRole("link")).toHaveCount(2);

  await chat.list.getByRole("button", { name: "Delete “Fruit of autumn”" }).click();
  await expect(chat.row("Fruit of autumn")).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(chat.row("Fruit of autumn")).toBeVisible();
  expect((await chat.storedList()).conversations).toHaveLength(2);

  await chat.list.getByRole("button", { name: "Delete “Fruit of autumn”" }).click();
  await expect(page.getByText("“Fruit of autumn” deleted")).toBeVisible();
  await page.reload();
  await expect(chat.row("Tell me about bananas")).toBeVisible();
  await expect(chat.row("Fruit of autumn")).toHaveCount(0);
  await expect.poll(async () => (await chat.storedList()).conversations.length).toBe(1);
});

test("a title with two spaces in a row does not freeze the page", async ({ chat, model, page }) => {
  model.script({ text: "Fine." });
  await chat.open();
  await chat.askAndWait("Hello");
  await chat.list.getByRole("button", { name: "Rename “Hello”" }).click();
  await page.getByRole("textbox", { name: "New title" }).fill("Two  spaces");
  await page.keyboard.press("Enter");
  await expect(page).toHaveTitle(/Two spaces/);
  await expect(chat.row("Two spaces")).toBeVisible();
});

test("opening a conversation from the list, and back and forward, change what is shown", async ({
  chat,
  model,
  page,
}) => {
  model.script((_, index) => ({ text: `Answer ${index + 1}.` }));
  await chat.open();
  await chat.askAndWait("First topic");
  await chat.newChat.click();
  await chat.askAndWait("Second topic");
  await chat.row("First topic").click();
  await expect(chat.questions).toHaveText(["First topic"]);
  await expect(chat.prose).toHaveText("Answer 1.");
  await page.goBack();
  await expect(chat.questions).toHaveText(["Second topic"]);
  await page.goForward();
  await expect(chat.questions).toHaveText(["First topic"]);
});

test.describe("a stranger's conversation", () => {
  test.use({ expectedErrors: /404/ });

  test("is not found, like one that never was", async ({ browser, chat, model, page }) => {
    model.script({ text: "For your eyes only." });
    await chat.open();
    await chat.askAndWait("A secret");
    const id = await chat.named();
    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(page.url());
    await expect(stranger.getByText("This conversation doesn't exist or was deleted.")).toBeVisible();
    await expect(stranger.getByText("For your eyes only.")).toHaveCount(0);
    const status = async (path: string) => (await stranger.request.get(path)).status();
    expect(await status(`/api/conversations/${id}/messages`)).toBe(404);
    expect(await status(`/api/conversations/${id}`)).toBe(404);
    expect(await status(`/api/chat/${id}/stream`)).toBe(404);
    await stranger.context().close();
  });
});

test.describe("a search that fails", () => {
  test.use({ expectedErrors: /ERR_FAILED/ });

  test("says so, keeps the list, and can be tried again", async ({ chat, model, page }) => {
    model.script({ text: "About four hours." });
    await chat.open();
    await chat.askAndWait("How long does the battery take?");
    await page.route(/\/api\/conversations\?.*q=/, (route) => route.abort());
    await page.getByRole("searchbox", { name: "Search conversations" }).fill("battery");
    await expect(page.getByText("Your conversations couldn't be loaded.")).toBeVisible();
    await expect(chat.row("How long does the battery take?")).toBeVisible();
    await page.unrouteAll();
    await page.getByRole("navigation").getByRole("button", { name: "Retry" }).click();
    await expect(page.getByText("Your conversations couldn't be loaded.")).toBeHidden();
    await expect(chat.row("How long does the battery take?")).toBeVisible();
  });
});

test("a conversation is downloaded as it is shown, and says when it was written", async ({
  chat,
  model,
  page,
}) => {
  model.script({ text: "An **answer**." });
  await chat.open();
  await expect(page.getByRole("button", { name: "Download or print" })).toHaveCount(0);
  await chat.askAndWait("A #question");
  await expect(chat.lastAnswer.locator("time")).toHaveAttribute("datetime", /^\d{4}-.*Z$/);
  await page.getByRole("button", { name: "Download or print" }).press("Enter");
  const file = async (name: string) => {
    const downloaded = page.waitForEvent("download");
    await page.getByRole("link", { name }).press("Enter");
    return readFile(await (await downloaded).path(), "utf8");
  };
  expect(await file("Download as Markdown")).toMatch(/A #question\n\n\*\*.+\n\nAn \*\*answer\*\*\.\n/);
  await page.getByRole("button", { name: "Download or print" }).press("Enter");
  const { messages } = JSON.parse(await file("Download as JSON")) as { messages: { text: string }[] };
  expect(messages.map(({ text }) => text)).toEqual(["A #question", "An **answer**."]);
  await page.emulateMedia({ media: "print" });
  await expect(chat.prose).toBeVisible();
  await expect(page.getByRole("textbox", { name: /^Ask / })).toBeHidden();
});

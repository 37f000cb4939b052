import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { expect, test } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";
import type { MessagePage } from "#lib/conversation/schema.ts";
import { nestingShapes } from "#testing/nesting/nesting-shapes.ts";

const shapes = Object.entries(nestingShapes);
const perConversation = 12;
/** Longer answers and excerpts are truncated. */
const longest = 50_000;
/** Twice what once ended a tab. The page shows an excerpt, and all text costs embeddings. */
const longestDocument = 6_000;

/** Expects that the tab has not crashed and the page is neither an error page nor busy. */
async function expectAlive(page: Page, what: string): Promise<void> {
  const width = await Promise.race([
    page.evaluate(() => document.body.offsetWidth),
    new Promise((resolve) => page.once("crash", () => resolve("the tab crashed"))),
  ]);
  expect(width, what).toBeGreaterThan(0);
  await expect(page.getByText("Something went wrong"), what).toBeHidden();
  await expect(page.locator(".message-broken"), what).toHaveCount(0);
}

/** `toContainText` would print pages of the shape. */
async function expectText(within: Locator, text: string, what: string): Promise<void> {
  await expect.poll(async () => (await within.textContent())?.includes(text), { message: what }).toBe(true);
}

test("UPL-10 no shape of nesting in an answer ends the tab or the page, now or at the next visit", async ({
  chat,
  model,
  page,
}) => {
  test.setTimeout(300_000);
  expect(shapes.length).toBeGreaterThan(20);
  await chat.open();
  for (const [index, [name, shape]] of shapes.entries()) {
    if (index % perConversation === 0 && index > 0) await chat.open();
    model.script({ text: `Before.\n\n${shape.slice(0, longest)}\n\nAfter.`, chunkChars: 6_000 });
    await chat.askAndWait(`Show ${name}`);
    await expectText(chat.prose, "After.", name);
    await expectAlive(page, name);
    if (index % perConversation < perConversation - 1 && index < shapes.length - 1) continue;
    await chat.named();
    await page.reload();
    await chat.ready();
    await expectText(chat.prose, "After.", name);
    await expectAlive(page, `drawn by the server, up to ${name}`);
    await chat.askAndWait("And now?");
  }
});

test("UPL-10 no shape of nesting in a cited document ends the tab or the page", async ({
  app,
  chat,
  model,
  page,
  playwright,
}) => {
  test.setTimeout(600_000);
  const request = await playwright.request.newContext({
    baseURL: app.url,
    extraHTTPHeaders: { authorization: `Bearer ${app.apiKey}` },
  });
  const opened = await request.put("/api/v1/knowledge/sources", {
    data: { chatbot: "support", kind: "folder", origin: "e2e:nesting", name: "Nesting" },
  });
  const { id } = (await opened.json()) as { id: string };
  model.script({ text: "It begins as described [1]." });
  let shown = 0;
  for (const [index, [name, shape]] of shapes.entries()) {
    if (index % perConversation === 0) await chat.open();
    await plant(request, id, shape);
    await chat.askAndWait("How does the zanzibarite procedure of the quillback begin?");
    await chat.sources.first().click();
    await expect(chat.passage, name).not.toBeEmpty();
    // Some shapes outweigh the sentence, and the search then finds another document.
    if ((await chat.source.textContent())?.includes("zanzibarite procedure")) shown += 1;
    await expectAlive(page, name);
    await page.keyboard.press("Escape");
  }
  expect(shown, "shapes that were shown").toBeGreaterThan(20);
  expect((await request.delete(`/api/v1/knowledge/sources/${id}`)).status()).toBe(204);
  await request.dispose();
});

/** Replaces the document with one that has a shape as text and title. */
async function plant(request: APIRequestContext, sourceId: string, shape: string): Promise<void> {
  const title = shape.replace(/\s+/g, " ").slice(0, 180);
  const sentence = "The zanzibarite procedure of the quillback begins here.";
  const text = `# ${title}\n\n${sentence}\n\n${shape.slice(0, longestDocument)}\n`;
  const put = await request.put(`/api/v1/knowledge/sources/${sourceId}/documents`, {
    data: { path: "shape.md", mediaType: "text/markdown", text },
    headers: { prefer: "wait=50" },
  });
  const { id } = (await put.json()) as { id: string };
  const stateNow = async () => {
    const response = await request.get(`/api/v1/knowledge/ingestions/${id}`);
    return ((await response.json()) as { state: string }).state;
  };
  await expect.poll(stateNow, { message: title, timeout: 180_000 }).toBe("ready");
}

test("UPL-10 no shape of nesting in a title ends the tab or the page", async ({ app, chat, model, page }) => {
  model.script({ text: "Done." });
  await chat.open();
  await chat.askAndWait("Hello");
  const id = await chat.named();
  for (const [name, shape] of shapes) {
    const title = shape.replace(/\s+/g, " ").trim().slice(0, 120);
    const renamed = await page.request.patch(`/api/conversations/${id}`, {
      headers: { origin: app.url },
      data: { title },
    });
    // Direction marks alone leave no title.
    const isVisible = /[^\p{C}\p{Z}]/u.test(title);
    expect(renamed.status(), name).toBe(isVisible ? 200 : 400);
    await page.reload();
    await chat.ready();
    await expectAlive(page, name);
  }
});

test("PIN-10 no shape of nesting in a question or in what a model calls a skill with ends the turn or the page", async ({
  model,
  page,
}) => {
  test.setTimeout(180_000);
  const oracle = new ChatPage(page, "oracle");
  const deep = [
    `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
    `${'{"spread":'.repeat(50_000)}"one"${"}".repeat(50_000)}`,
    `{"spread":"one","more":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
  ];
  await oracle.open();
  for (const input of deep) {
    model.script((body) =>
      /function_call_output|"role":"tool"/.test(JSON.stringify(body))
        ? { text: "So it is." }
        : { calls: [{ name: "draw_tarot_cards", input }] },
    );
    await oracle.askAndWait("A card");
    await expect(oracle.prose).toContainText("So it is.");
    await expectAlive(page, input.slice(0, 20));
  }
  for (const [name, shape] of shapes.slice(0, 20)) {
    model.script({ text: "So it is." });
    await oracle.askAndWait(`Draw a card for ${shape.slice(0, 3_000)}`);
    await expectAlive(page, name);
  }
  await page.reload();
  await oracle.ready();
  await expectAlive(page, "after a reload");
});

test.describe("an answer that cannot be drawn", () => {
  test.use({ expectedErrors: /TypeError/ });

  test("is one box that says so, and the page keeps working", async ({ chat, model, page }) => {
    model.script({ text: "An answer." });
    await chat.open();
    await chat.askAndWait("First?");
    await chat.askAndWait("Second?");
    const id = await chat.named();
    await page.route(/\/api\/conversations\/[^/]+\/messages/, async (route) => {
      const response = await route.fetch();
      const { messages, ...rest } = (await response.json()) as MessagePage;
      const first = messages.findIndex(({ role }) => role === "assistant");
      const broken = messages.map((message, index) =>
        index === first ? { ...message, cards: [{ at: 0, card: null }] } : message,
      );
      await route.fulfill({ response, json: { ...rest, messages: broken } });
    });
    await chat.newChat.click();
    await expect(chat.answers).toHaveCount(0);
    await chat.list.locator(`a[href*="${id}"]`).click();
    await expect(chat.answers).toHaveCount(2);
    await expect(page.locator(".message-broken")).toHaveCount(1);
    await expect(chat.answers.first()).toContainText("This answer can't be displayed");
    await expect(chat.prose).toHaveText("An answer.");
    await expect(page.getByText("Something went wrong")).toBeHidden();
    await chat.askAndWait("Third?");
  });
});

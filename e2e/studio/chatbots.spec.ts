import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";
import { heights, looks } from "#e2e/fixtures/looks.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";
import { StudioPage } from "#e2e/pages/studio-page.ts";

test.use({ modelApi: "responses" });
const unique = () => Math.random().toString(36).slice(2, 8);

async function studioOf(page: Page, app: StudioPage["app"]): Promise<StudioPage> {
  const studio = new StudioPage(page, app);
  await studio.comeIn();
  return studio;
}

async function stranger(browser: Browser, app: StudioPage["app"]): Promise<Page> {
  const context = await browser.newContext({ baseURL: app.url });
  return context.newPage();
}

test("from a template to an answer: made, changed, tried, opened by a stranger", async ({
  app,
  browser,
  model,
  page,
}) => {
  const studio = await studioOf(page, app);
  const name = `Desk ${unique()}`;
  await page.getByRole("link", { name: "New chatbot" }).click();
  await studio.hydrated(studio.name);
  await page.getByLabel(/^Product guide/).check();
  await expect(studio.name).toHaveValue("Product guide");
  await studio.name.fill(name);
  await page.getByLabel(/^Support/).check();
  await expect(studio.name, "a name of one's own stays").toHaveValue(name);
  await page.getByRole("button", { name: "Create chatbot" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await studio.hydrated(studio.name);

  await studio.persona.fill("You are a pirate. Marker: AHOY.");
  await page.getByLabel("Greeting").fill("Ahoy!");
  await expect(page.locator(".empty-greeting"), "seen while it is typed").toHaveText("Ahoy!");
  await page.getByLabel(/^No restriction/).check();
  await studio.saved();
  model.script({ text: "Arr." });
  await studio.chat.askAndWait("Hello there");
  const prompt = JSON.stringify(model.last.body);
  expect(prompt).toContain("Marker: AHOY.");
  expect(prompt, "the rules of the policy for anything").not.toContain("Answer from the passages alone");
  await page.getByRole("button", { name: "New chat" }).click();
  await expect(page.locator(".empty-greeting")).toHaveText("Ahoy!");

  const id = page.url().split("/").at(-1) ?? "";
  const { handle } = await studio.stored(id);
  const guest = await stranger(browser, app);
  expect((await guest.goto(`/c/${handle}`))?.status(), "a new one is for members only").toBe(404);
  await page.getByRole("button", { name: "Members only" }).click();
  await page.getByLabel(/^Public/).check();
  await studio.saved();
  await expect(page.getByRole("button", { name: "Public" })).toBeVisible();
  const chat = new ChatPage(guest, handle);
  await chat.open();
  await expect(guest.locator(".empty-greeting")).toHaveText("Ahoy!");
  expect((await chat.storedList()).conversations, "nobody sees the test chat").toEqual([]);
  await guest.context().close();
});

test("starters are suggested from the knowledge, and one that finds no answer says so", async ({
  app,
  page,
}) => {
  const studio = await studioOf(page, app);
  const { id, handle } = await studio.make({ name: `Starters ${unique()}`, template: "support" });
  const headers = { authorization: `Bearer ${app.apiKey}` };
  const source = await page.request.put("/api/v1/knowledge/sources", {
    headers,
    data: { chatbot: handle, kind: "folder", origin: "e2e:starters", name: "Texts" },
  });
  const { id: sourceId } = (await source.json()) as { id: string };
  const text =
    "# Lamps\n\n## How to return a lamp\n\n1. Open your order.\n2. Print the label for the lamp.\n";
  const stored = await page.request.put(`/api/v1/knowledge/sources/${sourceId}/documents`, {
    headers: { ...headers, prefer: "wait=50" },
    data: { path: "lamps.md", mediaType: "text/markdown", text },
  });
  expect(await stored.json()).toMatchObject({ state: "ready" });
  await studio.open(id);
  await expect(page.getByText("No answer found yet").first()).toBeVisible();
  await page.getByRole("button", { name: "Suggest from knowledge" }).click();
  const starters = page.getByRole("textbox", { name: /^Question \d$/ });
  await expect
    .poll(() => starters.evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value)))
    .toContain("How do I return a lamp?");
  await studio.saved();
});

test("Undo brings back what was, and leaves alone what was typed since", async ({ app, page }) => {
  const studio = await studioOf(page, app);
  const { id } = await studio.make({ name: "Undo me", template: "support" });
  await studio.open(id);
  await studio.name.fill("Renamed");
  await studio.saved();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Renamed");
  await page.getByLabel("Greeting").fill("Typed since");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(studio.name).toHaveValue("Undo me");
  await expect(studio.toast).toHaveText("Changes undone");
  await expect(page.getByLabel("Greeting")).toHaveValue("Typed since");
  expect(await studio.stored(id)).toMatchObject({
    name: "Undo me",
    config: { greeting: "Hi! What can I help you with?" },
  });
});

test.describe("what the server refuses", () => {
  test.use({ expectedErrors: /status of 4\d\d/ });

  test("is shown at its field, and nothing is lost", async ({ app, page }) => {
    const studio = await studioOf(page, app);
    const { id, handle } = await studio.make({ name: "Taken" });
    await studio.open(id);
    await studio.name.fill("Still here");
    await page.getByLabel("URL", { exact: true }).fill("support");
    await studio.save.click();
    await expect(page.getByText("The URL “support” is already taken.")).toBeVisible();
    await expect(page.getByLabel("URL", { exact: true })).toBeFocused();
    await expect(studio.name).toHaveValue("Still here");
    await expect(page.getByRole("heading", { level: 1 }), "not as if it were saved").toHaveText("Taken");
    expect(await studio.stored(id)).toMatchObject({ name: "Taken", handle });
    await page.getByLabel("URL", { exact: true }).fill(`${handle}-new`);
    await studio.saved();
    expect(await studio.stored(id)).toMatchObject({ name: "Still here", handle: `${handle}-new` });
  });

  for (const choice of ["Load latest", "Overwrite"]) {
    test(`because another editor saved first: ${choice}`, async ({ app, page }) => {
      const studio = await studioOf(page, app);
      const { id } = await studio.make({ name: "Shared" });
      await studio.open(id);
      await studio.change(id, { name: "Theirs", config: { greeting: "Their greeting" } });
      await studio.name.fill("Mine");
      await studio.save.click();
      await expect(page.getByText(/Someone else changed this chatbot/)).toBeVisible();
      await expect(studio.name).toHaveValue("Mine");
      await page.getByRole("button", { name: choice }).click();
      const name = choice === "Load latest" ? "Theirs" : "Mine";
      await expect(studio.name).toHaveValue(name);
      await expect(page.getByLabel("Greeting")).toHaveValue("Their greeting");
      await expect(page.locator("[data-slot=save-bar]")).toBeHidden();
      await expect
        .poll(() => studio.stored(id))
        .toMatchObject({ name, config: { greeting: "Their greeting" } });
    });
  }
});

test("leaving with unsaved changes is asked about; another way out keeps them", async ({ app, page }) => {
  const studio = await studioOf(page, app);
  const { id } = await studio.make({ name: "Left" });
  await studio.open(id);
  await studio.name.fill("Half done");
  await page.getByRole("link", { name: "Members" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(studio.name).toHaveValue("Half done");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("members");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  await page.goBack();
  await expect(studio.name, "kept").toHaveValue("Half done");
  await page.getByRole("link", { name: "Members" }).click();
  await dialog.getByRole("button", { name: "Leave" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  await page.goBack();
  await expect(studio.name, "discarded").toHaveValue("Left");
});

test("a workspace's logo and accent stand on its chat pages, light and dark", async ({
  app,
  browser,
  page,
}) => {
  await studioOf(page, app);
  const slug = `looks-${unique()}`;
  const send = (method: "post" | "patch", path: string, data: object) => page.request[method](path, { data });
  expect((await send("post", "/api/account/workspaces", { name: "Looks", slug })).ok()).toBe(true);
  const logo = `data:image/png;base64,${(await page.screenshot({ clip: { x: 0, y: 0, width: 48, height: 48 } })).toString("base64")}`;
  const looks = { name: "Looks", settings: { accent: "#7a1fa2", logo } };
  expect((await send("patch", `/api/admin/${slug}`, looks)).ok()).toBe(true);
  const { handle } = await new StudioPage(page, app, slug).make({ name: "Looks", template: "support" });
  for (const [width, colorScheme, accent] of [
    [1440, "light", "rgb(122, 31, 162)"],
    [390, "dark", null],
  ] as const) {
    const context = await browser.newContext({
      baseURL: app.url,
      viewport: { width, height: 844 },
      colorScheme,
    });
    const guest = await context.newPage();
    await new ChatPage(guest, handle).open();
    await expect(guest.locator(".empty-logo")).toHaveAttribute("src", logo);
    const colour = await guest.evaluate(() => {
      const probe = document.createElement("i");
      probe.style.color = "var(--accent)";
      document.body.append(probe);
      return getComputedStyle(probe).color;
    });
    if (accent) expect(colour).toBe(accent);
    else expect(colour, "lightened for the dark").not.toBe("rgb(122, 31, 162)");
    await shoot(guest, `looks-${width}-${colorScheme}`);
    await context.close();
  }
});

test("for members only: others cannot find it by page or API", async ({ app, browser, model, page }) => {
  const studio = await studioOf(page, app);
  const { id, handle } = await studio.make({ name: `Inside ${unique()}` });
  const guest = await stranger(browser, app);
  const chat = new ChatPage(guest, handle);
  await chat.open();
  model.script({ text: "Hello." });
  await chat.askAndWait("Hi");
  const conversation = await chat.named();
  await studio.open(id);
  await page.getByLabel(/^Members only/).check();
  await studio.saved();
  for (const path of [`/c/${handle}`, `/c/${handle}?conversation=${conversation}`]) {
    expect((await guest.goto(path))?.status()).toBe(404);
    await expect(guest.getByText("Page not found")).toBeVisible();
  }
  const unknown = await guest.request.get("/api/conversations?chatbot=nobody-at-all");
  const hidden = await guest.request.get(`/api/conversations?chatbot=${handle}`);
  const words = async (response: typeof hidden) => {
    const { requestId: _, ...error } = (await response.json()).error;
    return [response.status(), error];
  };
  expect(await words(hidden)).toEqual(await words(unknown));
  for (const path of [`/api/conversations/${conversation}`, `/api/conversations/${conversation}/messages`])
    expect((await guest.request.get(path)).status(), path).toBe(404);
  const ask = {
    id: conversation,
    chatbot: "support",
    trigger: "regenerate-message",
    messageId: "x",
  };
  expect((await guest.request.post("/api/chat", { data: ask })).status(), "by another chatbot").toBe(404);
  await guest.context().close();
  await studio.chat.askAndWait("And I?");
  const own = new ChatPage(page, handle);
  await own.open();
  expect((await own.storedList()).conversations).toHaveLength(1);
});

test("by link: anyone with the link, until it is renewed", async ({ app, browser, page }) => {
  const studio = await studioOf(page, app);
  const { id, handle } = await studio.make({ name: `Linked ${unique()}` });
  await studio.open(id);
  await page.getByLabel(/^Anyone with the link/).check();
  await studio.saved();
  const address = await page.locator("code").textContent();
  expect(address).toMatch(new RegExp(`^http.+/c/${handle}\\?key=[\\w-]{43}$`));
  const key = new URL(address ?? "").searchParams.get("key");
  const guest = await stranger(browser, app);
  expect((await guest.goto(`/c/${handle}`))?.status()).toBe(404);
  expect((await guest.goto(`/c/${handle}?key=${"x".repeat(43)}`))?.status()).toBe(404);
  await guest.goto(`/c/${handle}?key=${key}`);
  const chat = new ChatPage(guest, handle);
  await chat.ready();
  expect(guest.url(), "no key in the address").toBe(`${app.url}/c/${handle}`);
  await chat.askAndWait("Hi");
  await guest.reload();
  await expect(chat.answers).toHaveCount(1);
  await page.getByRole("button", { name: "Create new link" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Create new link" }).click();
  await expect(page.locator("code")).not.toHaveText(address ?? "");
  expect((await guest.goto(`/c/${handle}`))?.status()).toBe(404);
  await guest.context().close();
});

test("a streaming answer ends for a visitor who may no longer see the chatbot", async ({
  app,
  model,
  page,
  playwright,
}) => {
  const studio = await studioOf(page, app);
  const { id, handle } = await studio.make({ name: `Closing ${unique()}` });
  model.script({ tokens: 400, chunkDelayMs: 100 });
  const visitor = await playwright.request.newContext({ baseURL: app.url });
  await visitor.get(`/api/conversations?chatbot=${handle}`);
  const { cookies } = await visitor.storageState();
  const response = await fetch(`${app.url}/api/chat`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    },
    body: JSON.stringify({
      id: "closing",
      chatbot: handle,
      message: { id: "m", parts: [{ type: "text", text: "Go on" }] },
    }),
  });
  expect(response.status).toBe(200);
  const reader = response.body?.getReader();
  await reader?.read();
  await studio.change(id, { visibility: "members" });
  const started = performance.now();
  const decoder = new TextDecoder();
  let text = "";
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read())
    text += decoder.decode(piece.value);
  expect(performance.now() - started).toBeLessThan(30_000);
  expect(text).not.toContain("[DONE]");
  await visitor.dispose();
});

test("deleting asks first, and takes it away", async ({ app, browser, page }) => {
  const studio = await studioOf(page, app);
  const name = `Gone ${unique()}`;
  const { id, handle } = await studio.make({ name });
  await studio.open(id);
  await page.getByRole("button", { name: "Delete chatbot" }).click();
  const dialog = page.getByRole("alertdialog", { name: `Delete “${name}”?` });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await dialog.getByRole("button", { name: "Delete chatbot" }).click();
  await expect(page).toHaveURL(`${app.url}/admin/demo`);
  await expect(page.getByRole("link", { name })).toHaveCount(0);
  const guest = await stranger(browser, app);
  expect((await guest.goto(`/c/${handle}`))?.status()).toBe(404);
  await guest.context().close();
});

test("by keyboard alone: made, changed and saved", async ({ app, page }) => {
  const studio = await studioOf(page, app);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("new chatbot");
  await page.keyboard.press("Enter");
  await studio.hydrated(studio.name);
  await expect(studio.name).toBeFocused();
  const name = `Keys ${unique()}`;
  await page.keyboard.press("Control+a");
  await page.keyboard.type(name);
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByLabel(/^Product guide/)).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await studio.hydrated(studio.name);
  await page.getByRole("button", { name: "Add question" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("How far does it go?");
  await page.keyboard.press("Enter");
  await page.keyboard.type("And back?");
  await page.keyboard.press("Control+s");
  await expect(studio.toast).toContainText("Saved");
  const { config } = await studio.stored(page.url().split("/").at(-1) ?? "");
  expect(config.starters.slice(-2)).toEqual(["How far does it go?", "And back?"]);
});

for (const { width, colorScheme } of looks) {
  test.describe(`${width} ${colorScheme}`, () => {
    // axe is injected into the page; the policy itself is checked by security/.
    test.use({
      viewport: { width, height: heights[width] },
      colorScheme,
      reducedMotion: "reduce",
      bypassCSP: true,
    });

    const isAsked = (width === 390) === (colorScheme === "light");

    test(`${isAsked ? "every page is clean to axe, and " : ""}nothing is wider than the page`, async ({
      app,
      model,
      page,
    }) => {
      const check = async (what: string) => {
        await shoot(page, `studio-${what}-${width}-${colorScheme}`);
        if (isAsked) {
          const { violations } = await new AxeBuilder({ page })
            .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
            .analyze();
          const found = violations.map(
            ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join("\n  ")}`,
          );
          expect.soft(found, what).toEqual([]);
        }
        const excess = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect.soft(excess, `${what}: wider than the page`).toBe(0);
      };
      const studio = await studioOf(page, app);
      await studio.make({ name: `Länger als man denkt, ein Name ${unique()}`, template: "guide" });
      await page.reload();
      await check("list");
      const slug = `empty-${unique()}`;
      await page.request.post("/api/account/workspaces", { data: { name: "Empty", slug } });
      await page.goto(`/admin/${slug}`);
      await check("empty");
      await page.goto("/admin/demo/chatbots/new");
      await studio.hydrated(studio.name);
      await check("new");
      const { id } = await studio.make({ name: "Support desk", template: "support" });
      await studio.open(id);
      await check("editor");
      await studio.name.fill("Support desk two");
      await check("editor-dirty");
      await page.getByLabel(/^Anyone with the link/).check();
      await studio.saved();
      await check("editor-saved");
      await page.getByRole("button", { name: "Delete chatbot" }).scrollIntoViewIfNeeded();
      await check("editor-end");
      if (width === 390) await page.getByRole("button", { name: "Test chat", exact: true }).click();
      model.script({ text: "You can send it back within 30 days." });
      await studio.chat.askAndWait("How can I return something?");
      await check("editor-test");
    });
  });
}

test("a skill that is switched on is offered to the model, and switched off it is not", async ({
  app,
  model,
  page,
}) => {
  const studio = await studioOf(page, app);
  await page.getByRole("link", { name: "New chatbot" }).click();
  await studio.hydrated(studio.name);
  await page.getByLabel(/^Blank/).check();
  await studio.name.fill(`Cards ${unique()}`);
  await page.getByRole("button", { name: "Create chatbot" }).click();
  await studio.hydrated(studio.name);
  const tools = () => (model.last.body as { tools?: { name: string }[] }).tools?.map(({ name }) => name);
  model.script({ text: "Well." });
  await studio.chat.askAndWait("Hello");
  expect(tools()).toBeUndefined();
  await page.getByLabel(/^Tarot/).check();
  await studio.saved();
  await studio.chat.askAndWait("Hello again");
  expect(tools()).toEqual(["draw_tarot_cards"]);
  await page.getByLabel(/^Tarot/).uncheck();
  await studio.saved();
  await studio.chat.askAndWait("And again");
  expect(tools()).toBeUndefined();
});

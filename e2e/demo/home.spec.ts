import { expect, test } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";
import { HomePage } from "#e2e/pages/home-page.ts";

test("the start page says what Parley is, and its demo answers", async ({ page }) => {
  const home = new HomePage(page);
  await home.open();
  await expect(home.heading).toHaveText("Answers from your documents, with the passage to prove it.");
  await expect(page).toHaveTitle(/Parley/);
  await home.demo.askAndWait("How much is a replacement key?");
  await expect(home.demo.prose).toContainText("EUR 18");
  await home.demo.mark(1).click();
  await expect(home.demo.passage).toContainText("EUR 18");
  await page.keyboard.press("Escape");
  await expect(home.demo.source).toBeHidden();
  expect(new URL(page.url()).pathname + new URL(page.url()).search, "the address stays").toBe("/");
  await home.fullScreen.click();
  await expect(page).toHaveURL("/c/support");
  await expect(home.demo.row("How much is a replacement key?")).toBeVisible();
});

test("the start page leads to the demo's other chatbots", async ({ page }) => {
  const home = new HomePage(page);
  for (const [name, path] of [
    ["Ask Parley about itself", "/c/parley"],
    ["Ask the oracle", "/c/oracle"],
  ] as const) {
    await home.open();
    await page.getByRole("link", { name }).click();
    await expect(page).toHaveURL(path);
  }
});

test("the chatbot about Parley answers its starters from the documentation", async ({ page }) => {
  const parley = new ChatPage(page, "parley");
  await parley.open();
  await parley.starters.filter({ hasText: "How do I start Parley?" }).click();
  await parley.idle();
  await expect(parley.prose).toContainText("npm run dev");
  await parley.mark(1).click();
  await expect(parley.source.locator(".panel-title")).toHaveText("Getting started");
});

test("the page has a title, a description, a language and one main heading", async ({ page }) => {
  for (const path of ["/", "/c/support"]) {
    await page.goto(path);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
    await expect(page.locator('meta[name="description"]')).toHaveAttribute("content", /\w+/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("main")).toHaveCount(1);
  }
});

test.describe("an address that leads nowhere", () => {
  test.use({ expectedErrors: /404/ });

  for (const path of ["/nowhere", "/c/nobody"]) {
    test(`${path} says so and leads home`, async ({ page }) => {
      const response = await page.goto(path);
      expect(response?.status()).toBe(404);
      await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
      await page.getByRole("link", { name: "Go to the home page" }).click();
      await expect(page).toHaveURL("/");
    });
  }
});

test("the theme can be switched, and a reload keeps it", async ({ chat, page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await chat.open();
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Switch to dark theme" }).click();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  expect(await background()).toBe(dark);
  await page.getByRole("button", { name: "Switch to light theme" }).click();
  await expect.poll(background).toBe(light);
});

test("nothing on a page is wider than a phone", async ({ chat, page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await page.goto("/");
  expect(await overflow(), "/").toBeLessThanOrEqual(0);
  await chat.open();
  await chat.askAndWait("What does error code E07 mean?");
  expect(await overflow(), "/c/support").toBeLessThanOrEqual(0);
});

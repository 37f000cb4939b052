import AxeBuilder from "@axe-core/playwright";
import { comeIn } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";

test.use({ modelApi: "responses", bypassCSP: true });
// It waits for totals that are recomputed every few seconds, and for an answer that takes 15 s.
test.setTimeout(300_000);

test("an operator sees the instance at work and sets its limits", async ({ app, browser, model, page }) => {
  const guest = await (await browser.newContext({ baseURL: app.url })).newPage();
  const chat = new ChatPage(guest, "support");
  await chat.open();
  await comeIn(page, app, "/admin?list");
  await page.getByRole("link", { name: "Operations" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Operations" })).toBeVisible();
  await expect(page.getByText("All systems operational")).toBeVisible();
  await expect(page.getByRole("row", { name: /^monolith/ })).toContainText("Running");

  const underWay = page.getByRole("region", { name: /active answers?/ });
  await expect(underWay, "what other tests left running").toBeHidden({ timeout: 90_000 });
  const secret = "the name of my cat";
  model.script({ text: Array.from({ length: 120 }, () => "word").join(" "), chunkDelayMs: 250 });
  await chat.ask(secret);
  const turns = page.getByRole("region", { name: "1 active answer" });
  await expect(turns.getByRole("row", { name: /Kestrel Bikes/ })).toContainText("Generating");
  await expect(page.locator("body"), "nothing of what is said").not.toContainText(secret);
  await expect(underWay, "and it is gone when it has ended").toBeHidden({ timeout: 90_000 });
  // The cell before it counts queued answers, which the demo's room has too.
  const direct = page
    .getByRole("row", { name: /^Finished/ })
    .getByRole("cell")
    .last();
  await expect(direct).toHaveText(/^[1-9]/, { timeout: 90_000 });
  await expect(page.getByRole("row", { name: /^Kestrel Bikes/ })).toBeVisible();

  const limit = page.getByLabel("Max. queued jobs");
  await limit.fill("0");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toHaveCount(0);
  await limit.fill("77");
  await page.getByLabel("Max. failed answers (%)").fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(limit).toHaveValue("77");
  await expect(page.getByLabel("Max. failed answers (%)")).toHaveValue("");

  for (const width of [390, 1440]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(isWide, `${width} px`).toBe(false);
    }
  }
});

import { expectClean } from "#e2e/fixtures/axe.ts";
import { heights, looks } from "#e2e/fixtures/looks.ts";
import { comeIn } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

test.use({ bypassCSP: true });

test("the page Slack says how to create the app, in every look and by keyboard", async ({ app, page }) => {
  await comeIn(page, app, "/admin/demo/slack");
  await expect(page.getByRole("heading", { level: 2, name: "No Slack app yet" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Connect Slack" })).toHaveCount(0);
  const manifest = page.locator("pre");
  await expect(manifest).toContainText(`"request_url": "${app.url}/api/slack/events"`);
  const summary = page.locator("summary");
  await summary.focus();
  await page.keyboard.press("Enter");
  await expect(manifest).toBeHidden();
  await page.keyboard.press("Enter");
  await expect(manifest).toBeVisible();
  for (const { width, colorScheme } of looks) {
    await page.setViewportSize({ width, height: heights[width] });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expectClean(page, `${width} ${colorScheme}`);
    const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(isWide, `${width} px`).toBe(false);
  }
});

import AxeBuilder from "@axe-core/playwright";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { comeIn } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";

test.use({ modelApi: "responses", bypassCSP: true, expectedErrors: /status of 402/ });
test("usage: what was asked is counted, a limit stops the next question and says when it goes on", async ({
  app,
  browser,
  mailbox,
  model,
  page,
}) => {
  await comeIn(page, app, "/admin/demo");
  const slug = `usage-${Math.random().toString(36).slice(2, 8)}`;
  await page.request.post("/api/account/workspaces", { data: { name: "Counted", slug } });
  const made = await page.request.post(`/api/admin/${slug}/chatbots`, {
    data: { name: "Counter", template: "blank", visibility: "public" },
  });
  const { handle } = (await made.json()) as { handle: string };
  const context = await browser.newContext({ baseURL: app.url });
  const guest = await context.newPage();
  const chat = new ChatPage(guest, handle);
  await chat.open();
  model.script({ text: "One." });
  await chat.askAndWait("First?");

  await page.goto(`/admin/${slug}/usage`);
  const today = page.getByRole("region", { name: "Today" });
  await expect(today).toContainText("1 of 10,000");
  await expect(page.getByRole("row", { name: /^Counter/ })).toBeVisible();
  await page.getByLabel("This workspace, per day: Messages").fill("2");
  await page.getByLabel("Each visitor, per month: Cost (USD)").fill("1.50");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Each visitor, per month: Cost (USD)")).toHaveValue("1.5");
  await expect(today).toContainText("1 of 2");

  const prices = page.getByRole("region", { name: "Prices" });
  await prices.getByLabel("Model").fill("house-model");
  await prices.getByLabel("Input").fill("0.25");
  await prices.getByLabel("Output").fill("2");
  await prices.getByRole("button", { name: "Save" }).click();
  await expect(prices.getByRole("row", { name: /^house-model/ })).toContainText("0.25");
  await prices.getByRole("button", { name: "Reset the price of house-model to default" }).click();
  await expect(prices.getByRole("row", { name: /^house-model/ })).toHaveCount(0);

  await chat.askAndWait("Second?");
  await chat.ask("Third?");
  await expect(guest.locator(".notice")).toContainText("reached its usage limit. It resets at 00:00 UTC");
  await expect(chat.box, "the question is not lost").toHaveValue("Third?");
  await shoot(guest, "usage-refused");
  await page.reload();
  await expect(today).toContainText("2 of 2");
  const near = page.getByRole("list", { name: "Limits reached or almost reached" });
  await expect(near).toContainText("This workspace has reached its limit for today. Messages: 2 of 2.");
  await expect(near).toContainText(/Answers resume in .*, 00:00 UTC/);
  const mail = await mailbox.newest(app.admin.email, /Counted/);
  expect(mail).toContain("has used 2 of 2 messages today");
  expect(mail).toContain(`/admin/${slug}/usage`);
  for (const [width, colorScheme] of [
    [1440, "light"],
    [390, "dark"],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(excess, "wider than the page").toBeLessThanOrEqual(0);
    await shoot(page, `usage-${width}-${colorScheme}`, { fullPage: true });
  }
  await context.close();
});

import { expectClean } from "#e2e/fixtures/axe.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { comeIn } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";

test.use({ bypassCSP: true });

test("check-ins: a member asks the chatbot what someone did, and a mark opens the update", async ({
  app,
  page,
  browser,
}) => {
  await comeIn(page, app, "/admin/demo/updates");
  const chat = new ChatPage(page);
  await chat.open();
  const text = await chat.askAndWait("What did Tess do in the last 21 days?");
  expect(text).toMatch(/^Tess wrote \d+ updates in the last 21 days\.$/);
  const card = chat.lastAnswer.getByRole("region", { name: "Updates" });
  const marks = card.getByRole("link", { name: /^Source \d+: Tess/ });
  await expect(marks).toHaveCount(10);
  for (const width of [390, 1440])
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await shoot(page, `check-ins-asked-${width}-${colorScheme}`);
      await expectClean(page, `an answer about check-ins at ${width}, ${colorScheme}`);
    }
  const quote = await card.getByRole("listitem").first().locator("p").last().textContent();
  const opened = page.waitForEvent("popup");
  await marks.first().focus();
  await page.keyboard.press("Enter");
  const update = await opened;
  await expect(update).toHaveURL(/\/admin\/demo\/updates\/[\w.:-]+$/);
  await expect(update.getByRole("article", { name: /^Tess's update/ })).toContainText(
    (quote ?? "").replace(/\s*\d+$/, ""),
  );

  const stranger = await browser.newContext({ baseURL: app.url });
  const asVisitor = new ChatPage(await stranger.newPage());
  await asVisitor.open();
  const answer = await asVisitor.askAndWait("What did Tess do in the last 21 days?");
  expect(answer).not.toContain("Tess wrote");
  await expect(asVisitor.lastAnswer.locator(".answer-card")).toHaveCount(0);
  await stranger.close();
});

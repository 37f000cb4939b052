import type { Page } from "@playwright/test";
import { expectClean } from "#e2e/fixtures/axe.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { comeIn } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";

test.use({ bypassCSP: true });

async function look(page: Page, name: string) {
  for (const width of [390, 1440])
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await shoot(page, `${name}-${width}-${colorScheme}`, { fullPage: true });
      await expectClean(page, `${name} at ${width}, ${colorScheme}`);
    }
}

test("a declined question is read, answered by a person, and then by the chatbot", async ({
  app,
  page,
  browser,
}) => {
  const question = "Which opera houses are near the Lisbon shop?";
  const visitor = await browser.newContext({ baseURL: app.url });
  const chat = new ChatPage(await visitor.newPage());
  await chat.open();
  await chat.askAndWait(question);

  await comeIn(page, app, "/admin/demo/inbox?grounding=declined");
  const row = page.getByRole("link", { name: question });
  await expect(row).toBeVisible();
  await look(page, "inbox");
  await row.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: question })).toBeVisible();
  await expect(page.getByRole("article", { name: "Chatbot" })).toContainText("Not answered");
  await page.getByRole("combobox", { name: "New label" }).fill("opera");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Remove label opera" })).toBeVisible();
  await page.getByRole("textbox", { name: "New note" }).fill("Ask the shop.");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Ask the shop." })).toBeVisible();

  await page.getByRole("button", { name: "Take over" }).click();
  const answering = chat.page.getByText(/ answers now\. The chatbot waits\.$/);
  await expect(answering).toBeVisible();
  await page.getByRole("textbox", { name: "Reply" }).fill("There are **two** of them.");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(chat.lastAnswer).toContainText("There are two of them.");
  await chat.ask("Which ones?");
  await expect(page.getByRole("article", { name: "Person" }).last()).toContainText("Which ones?");
  await look(page, "inbox-transcript");
  await look(chat.page, "chat-with-a-person");
  await page.getByRole("button", { name: "Return to the chatbot" }).click();
  await expect(answering).toBeHidden();

  await page.goto("/admin/demo/inbox/unanswered?chatbot=support");
  await look(page, "unanswered");
  await page.getByRole("link", { name: question }).click();
  await expect(page.getByRole("textbox", { name: "Question" })).toHaveValue(question);
  await page.getByRole("textbox", { name: "Answer" }).fill("The São Carlos opera is a short walk away.");
  await page.getByRole("button", { name: "Save and test" }).click();
  await expect(page.getByRole("region", { name: "Test" })).toContainText("Now: your answer.");
  await expect(page.getByText("Answered", { exact: true })).toBeVisible();
  await look(page, "unanswered-one");
  expect(await chat.askAndWait(question)).toContain("São Carlos opera");
  await visitor.close();
});

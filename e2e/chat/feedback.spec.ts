import { expect, test } from "#e2e/fixtures/test.ts";

test("a rating with a reason is stored, survives a reload, and is taken back by a second press", async ({
  chat,
  model,
  page,
}) => {
  model.script({ text: "A replacement key costs EUR 20." });
  await chat.open();
  await chat.askAndWait("How much is a key?");
  const up = chat.lastAnswer.getByRole("button", { name: "Good answer" });
  const down = chat.lastAnswer.getByRole("button", { name: "Bad answer" });
  const form = chat.lastAnswer.getByRole("form", { name: "Feedback on this answer" });
  await expect(down).toHaveAttribute("aria-pressed", "false");

  await down.focus();
  await page.keyboard.press("Enter");
  await expect(down).toHaveAttribute("aria-pressed", "true");
  await expect(form).toBeVisible();
  await form.getByRole("button", { name: "Not correct" }).click();
  await form.getByRole("textbox", { name: "Add details (optional)" }).fill("It costs EUR 18.");
  await form.getByRole("button", { name: "Send feedback" }).click();
  await expect(chat.lastAnswer.getByRole("status")).toHaveText("Thanks for your feedback.");
  await expect(form).toBeHidden();
  await expect(down, "focus goes back to the button").toBeFocused();
  const feedback = { rating: "down", reason: "incorrect", text: "It costs EUR 18." };
  await expect.poll(async () => (await chat.storedAnswer()).feedback).toEqual(feedback);

  await page.reload();
  await chat.ready();
  await expect(down).toHaveAttribute("aria-pressed", "true");
  await expect(up).toHaveAttribute("aria-pressed", "false");
  await up.click();
  await expect(up).toHaveAttribute("aria-pressed", "true");
  await expect(down).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("Tab");
  await form.getByRole("button", { name: "Skip" }).focus();
  await page.keyboard.press("Escape");
  await expect(form).toBeHidden();
  await expect(up).toBeFocused();
  await expect
    .poll(async () => (await chat.storedAnswer()).feedback)
    .toEqual({ rating: "up", reason: null, text: null });
  await page.keyboard.press("Enter");
  await expect(up).toHaveAttribute("aria-pressed", "false");
  await expect.poll(async () => (await chat.storedAnswer()).feedback).toBeUndefined();
});

test("the next question has an answer of its own to rate, and a running one has none", async ({
  chat,
  model,
}) => {
  model.script({ text: "First." });
  await chat.open();
  await chat.askAndWait("One");
  await chat.lastAnswer.getByRole("button", { name: "Good answer" }).click();
  model.script({ tokens: 200, chunkDelayMs: 30 });
  await chat.ask("Two");
  await expect(chat.prose).toContainText("word3");
  await expect(chat.lastAnswer.getByRole("button", { name: "Good answer" })).toHaveCount(0);
  await chat.stop.click();
  await expect(chat.lastAnswer.getByRole("button", { name: "Good answer" })).toHaveAttribute(
    "aria-pressed",
    "false",
  );
  await expect(chat.answers.first().getByRole("button", { name: "Good answer" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
});

test.describe("when the server is not reached", () => {
  test.use({ expectedErrors: /net::ERR_|Failed to fetch/ });

  test("the button shows what is stored, and a notice says so", async ({ chat, model, page }) => {
    model.script({ text: "First." });
    await chat.open();
    await chat.askAndWait("One");
    await page.route("**/feedback?**", (route) => route.abort("connectionrefused"));
    const up = chat.lastAnswer.getByRole("button", { name: "Good answer" });
    await up.click();
    await expect(chat.notice).toContainText("That didn't work.");
    await expect(up).toHaveAttribute("aria-pressed", "false");
  });
});

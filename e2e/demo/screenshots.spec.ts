import { heights, looks } from "#e2e/fixtures/looks.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { HomePage } from "#e2e/pages/home-page.ts";

for (const { width: size, colorScheme } of looks) {
  test.describe(`${size} ${colorScheme}`, () => {
    const viewport = { width: size, height: heights[size] };
    test.use({ viewport, colorScheme, reducedMotion: "reduce", deviceScaleFactor: size === 390 ? 2 : 1 });

    test("pictures of the start page and the chat", async ({ chat, page }) => {
      const shot = (name: string, fullPage = false) =>
        shoot(page, `${name}-${size}-${colorScheme}`, { fullPage });
      const home = new HomePage(page);
      await home.open();
      await shot("home", true);
      await home.demo.askAndWait("How much is a replacement key and how long does it take?");
      await home.demo.page.mouse.move(0, 0);
      await shot("home-answer");
      await chat.open();
      await chat.newChat.or(chat.box).first().waitFor();
      await shot("chat-empty");
      await chat.askAndWait("What does error code E13 mean?");
      await chat.askAndWait("How do I take the battery out?");
      await shot("chat-answer");
      await chat.mark(1).click();
      await expect(chat.passage).toBeVisible();
      await shot("chat-source");
      await page.keyboard.press("Escape");
      if (size === 390) {
        await page.getByRole("button", { name: "Open conversations" }).click();
        await expect(chat.list).toBeVisible();
        await shot("chat-list");
      }
    });
  });
}

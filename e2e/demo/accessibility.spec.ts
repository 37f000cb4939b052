import { expectClean } from "#e2e/fixtures/axe.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { HomePage } from "#e2e/pages/home-page.ts";

// axe is injected into the page; the policy itself is checked by security/.
test.use({ bypassCSP: true });

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };

// Each width and each theme once: what axe finds hangs on one or the other, and it is slow.
const looks = { phone: ["light"], desktop: ["dark"] } as const;

for (const [size, viewport] of Object.entries(sizes) as ["phone" | "desktop", (typeof sizes)["phone"]][]) {
  for (const colorScheme of looks[size]) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, reducedMotion: "reduce" });

      test("axe finds nothing on the start page and the chat", async ({ chat, page }) => {
        await new HomePage(page).open();
        await expectClean(page, "the start page");
        await chat.open();
        await expectClean(page, "the empty chat");
        await chat.askAndWait("What does error code E07 mean?");
        await expectClean(page, "the chat with an answer");
        await chat.mark(1).click();
        await expect(chat.passage).toBeVisible();
        await expectClean(page, "the chat with a source open");
        await page.keyboard.press("Escape");
        if (size === "phone") {
          await page.getByRole("button", { name: "Open conversations" }).click();
          await expect(chat.list).toBeVisible();
          await expectClean(page, "the list");
        }
      });
    });
  }
}

test("a screen reader hears that an answer is on its way, and the answer", async ({ chat, page }) => {
  await chat.open();
  await chat.askAndWait("What does error code E07 mean?");
  await expect(page.getByRole("log")).toContainText("Kestrel Support answered:");
  await expect(page.getByRole("log")).toContainText("Motor controller fault");
  await expect(page.getByRole("log")).not.toContainText("[1]");
});

test("nothing moves where motion is not wanted", async ({ chat, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await chat.open();
  await chat.ask("What does error code E07 mean?");
  await expect(chat.answers).toHaveCount(1);
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState }) => playState === "running")
      .map((animation) => (animation.effect as KeyframeEffect).getComputedTiming())
      .filter(
        ({ duration, iterations }) => Number(duration) > 200 || iterations === Number.POSITIVE_INFINITY,
      ),
  );
  expect(moving).toEqual([]);
});

import type { Page } from "@playwright/test";
import { expectClean } from "#e2e/fixtures/axe.ts";
import { heights, looks } from "#e2e/fixtures/looks.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { RoomPage } from "#e2e/pages/room-page.ts";
import { makeJpeg } from "#lib/images/testing/photos.ts";
import { expect, test } from "./fixtures.ts";

// axe is injected into the page; the policy itself is checked by security/.
test.use({ bypassCSP: true });

for (const { width, colorScheme } of looks) {
  test.describe(`${width} ${colorScheme}`, () => {
    test.use({ viewport: { width, height: heights[width] }, colorScheme, reducedMotion: "reduce" });

    test("axe finds nothing on the pages of rooms, with pictures", async ({ host, guest, browser, app }) => {
      const look = async (page: Page, name: string) => {
        await shoot(page, `${name}-${width}-${colorScheme}`);
        await expectClean(page, name);
      };
      await host.page.goto("/rooms/new");
      await expect(host.page.getByRole("textbox", { name: "Topic" })).toBeEnabled();
      await look(host.page, "room-new");
      const path = await host.create("Getting to know the Kestrel");
      await look(host.page, "room-empty");

      const context = await browser.newContext({
        viewport: { width, height: heights[width] },
        colorScheme,
        bypassCSP: true,
        baseURL: app.url,
      });
      const other = new RoomPage(await context.newPage());
      await other.page.goto(path);
      await expect(other.page.getByLabel("Your name")).not.toHaveValue("");
      await look(other.page, "room-join");
      await other.join(path, "Quiet Heron");
      await guest.join(path, "Bright Otter");

      await host.say("Welcome! We have half an hour. Ask anything about the new model.");
      await other.say("Hi! I rode it this morning, and the display showed an error.");
      await other.say("E07, I think. See https://example.org/manual?page=7");
      await expect(other.unsent).toHaveCount(0);
      await guest.say("Same here, @Quiet Heron");
      await expect(host.message("Same here")).toBeVisible();
      await host.say("@bot What does error code E07 mean?");
      await expect(host.answers).toContainText("Motor controller fault");
      await other.message("Same here").hover();
      await other.page.getByRole("button", { name: "Reply to Bright Otter" }).click();
      await other.say("Good to know that I'm not alone");
      await expect(host.message("not alone")).toBeVisible();
      const picture = { name: "handlebar.jpg", mimeType: "image/jpeg", buffer: await makeJpeg(480, 640) };
      const manual = { name: "manual.txt", mimeType: "text/plain", buffer: Buffer.from("E07") };
      await other.page.locator("input[type=file]").setInputFiles([picture, manual]);
      await expect(other.page.locator("[data-file=ready]")).toHaveCount(2);
      await look(other.page, "room-files");
      await other.say("This is the display");
      await expect(host.page.getByRole("img", { name: "handlebar.jpg" })).toBeVisible();
      // Before they scroll up to an older message: only what is at the end counts as read.
      await host.say("Thank you, both of you.");
      await expect(host.page.locator("[data-seen]")).toContainText("Seen by");
      await other.react("Welcome!", "👍");
      await guest.react("Welcome!", "🎉");
      await expect(host.message("Welcome!").getByRole("button", { name: /^👍 1 reaction/ })).toBeVisible();
      // What they typed before was announced seconds ago, and is not announced again at once.
      await expect
        .poll(async () => {
          await other.box.pressSequentially(".");
          return host.page.getByText("Quiet Heron is typing…").isVisible();
        })
        .toBe(true);
      await host.message("not alone").hover();
      await host
        .message("not alone")
        .getByRole("button", { name: /^React to/ })
        .click();
      await look(host.page, "room-react");
      await host.page.keyboard.press("Escape");
      await look(host.page, "room-talk");
      if (width === 390) await host.openPanel();
      await host.page.getByRole("button", { name: "Actions for Quiet Heron" }).click();
      await look(host.page, "room-panel");
      await host.page.keyboard.press("Escape");
      await host.answers
        .getByRole("button", { name: /^Source 1: / })
        .first()
        .click();
      await expect(host.passage).toBeVisible();
      await look(host.page, "room-source");
      await host.page.goto("/admin/demo/rooms");
      await expect(
        host.page.getByRole("link", { name: "Getting to know the Kestrel" }).first(),
      ).toBeVisible();
      await look(host.page, "room-list");
      await context.close();
    });
  });
}

test("the phone's keyboard covers neither the message box nor the newest message", async ({
  host,
  guest,
}) => {
  const path = await host.create("Keyboard");
  await guest.join(path, "Mara");
  await guest.say("just above the box");
  await expect(guest.unsent).toHaveCount(0);
  await guest.box.tap();
  // What iOS does when its keyboard opens: the visible part shrinks, the page does not.
  await guest.page.evaluate(() => {
    const view = window.visualViewport as VisualViewport;
    Object.defineProperty(view, "height", { configurable: true, get: () => 420 });
    view.dispatchEvent(new Event("resize"));
  });
  const bottomOf = async (locator: typeof guest.box) => {
    const box = await locator.boundingBox();
    return (box?.y ?? 0) + (box?.height ?? 0);
  };
  await expect.poll(() => bottomOf(guest.box)).toBeLessThanOrEqual(420);
  await expect.poll(() => bottomOf(guest.message("just above the box"))).toBeLessThanOrEqual(420);
});

test("everything can be reached by keyboard alone", async ({ host }) => {
  await host.page.goto("/rooms/new");
  const topic = host.page.getByRole("textbox", { name: "Topic" });
  await expect(topic).toBeEnabled();
  await topic.focus();
  await host.page.keyboard.type("By keyboard");
  await host.page.keyboard.press("Enter");
  await host.live();
  await host.page.keyboard.press("Tab");
  await expect(host.page.getByRole("link", { name: "Skip to the message box" })).toBeFocused();
  await host.page.keyboard.press("Enter");
  await expect(host.box).toBeFocused();
  await host.page.keyboard.type("Hello");
  await host.page.keyboard.press("Enter");
  await expect(host.message("Hello")).toBeVisible();
  await expect(host.unsent).toHaveCount(0);
  const copy = host.page.getByRole("button", { name: /^Copy the message/ });
  for (
    let presses = 0;
    presses < 20 && !(await copy.evaluate((one) => one === document.activeElement));
    presses++
  )
    await host.page.keyboard.press("Shift+Tab");
  await expect(copy).toBeFocused();
  await expect(copy).toBeVisible();
});

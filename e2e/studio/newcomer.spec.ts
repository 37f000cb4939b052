import type { Locator, Page } from "@playwright/test";
import { type Hands, hydrated, pointer } from "#e2e/fixtures/hands.ts";
import { PASSWORD } from "#e2e/fixtures/person.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

const files = [
  ["hours.md", "# Opening hours\n\nThe bakery opens at half past six and closes at two in the afternoon.\n"],
  ["cakes.md", "# Ordering a cake\n\nA wedding cake must be ordered three weeks ahead.\n"],
  ["allergies.md", "# Allergies\n\nThe rye bread holds no nuts and no milk.\n"],
] as const;

/** Tab, arrows, Space and Enter. Letters that are typed do not count. */
function keyboard(page: Page): Hands {
  const key = async (name: string) => {
    hands.gestures += 1;
    await page.keyboard.press(name);
  };
  const isFocused = (target: Locator) => target.evaluate((node) => node === document.activeElement);
  const reach = async (target: Locator) => {
    await expect(target).toBeVisible();
    for (let steps = 0; steps < 80; steps += 1) {
      if (await isFocused(target)) return;
      await key("Tab");
    }
    throw new Error(`The Tab key does not reach ${target}.`);
  };
  const hands: Hands = {
    gestures: 0,
    async press(target) {
      await reach(target);
      await key("Enter");
    },
    async write(target, text) {
      await reach(target);
      await page.keyboard.press("Control+a");
      await page.keyboard.type(text);
    },
    async choose(target) {
      await expect(target).toBeVisible();
      const group = await target.getAttribute("name");
      const checked = page.locator(`input[name="${group}"]:checked`);
      await reach(checked);
      for (let steps = 0; steps < 8 && !(await target.isChecked()); steps += 1) await key("ArrowDown");
      await expect(target).toBeChecked();
    },
  };
  return hands;
}

const ways = {
  "by mouse": { viewport: sizes.wide, hasTouch: false },
  "by keyboard alone": { viewport: sizes.wide, hasTouch: false },
  "by touch, 390 pixels wide": { viewport: sizes.narrow, hasTouch: true },
};

for (const [way, use] of Object.entries(ways)) {
  test.describe(way, () => {
    test.use({ ...use, expectedErrors: /status of 404/ });

    test("a newcomer's path: account, workspace, chatbot, three files, an answer, and the world may ask", async ({
      page,
      app,
      mailbox,
      browser,
    }, info) => {
      const hands = way === "by keyboard alone" ? keyboard(page) : pointer(use.hasTouch);
      const record: { step: string; gestures: number; seconds: number }[] = [];
      const started = performance.now();
      let at = { gestures: 0, time: started };
      const done = async (step: string) => {
        const time = performance.now();
        const seconds = Math.round((time - at.time) / 100) / 10;
        record.push({ step, gestures: hands.gestures - at.gestures, seconds });
        const name = `newcomer-${way.replace(/\W+/g, "-")}-${record.length}`;
        await shoot(page, `${name}`);
        at = { gestures: hands.gestures, time: performance.now() };
      };
      const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
      const word = Math.random().toString(36).slice(2, 8);
      const email = `baker-${word}@example.com`;

      await page.goto("/sign-up");
      await hydrated(page.getByLabel("Name"));
      await hands.write(page.getByLabel("Name"), "Bea Baker");
      await hands.write(page.getByLabel("Email"), email);
      await hands.write(page.getByLabel("Password"), PASSWORD);
      await hands.press(button("Create account"));
      await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
      const mail = await mailbox.newest(email, /Confirm/);
      await page.goto(/https?:\/\/[^/\s]+(\/\S+#[\w-]{43})/.exec(mail)?.[1] ?? "no link");
      await hydrated(button("Confirm and continue"));
      await hands.press(button("Confirm and continue"));
      await expect(page).toHaveURL(/\/admin$/);
      await done("sign up");

      const name = page.getByLabel("Name", { exact: true });
      await hydrated(name);
      await hands.write(name, `Bakery ${word}`);
      await hands.press(button("Create workspace"));
      await expect(page).toHaveURL(`${app.url}/admin/bakery-${word}`);
      await done("workspace");

      await hands.press(page.getByRole("link", { name: /^Support/ }));
      await expect(page.getByLabel(/^Support/)).toBeChecked();
      await hydrated(name);
      await hands.write(name, "Front desk");
      await hands.press(button("Create chatbot"));
      await expect(page.getByRole("heading", { level: 1, name: "Front desk" })).toBeVisible();
      await done("chatbot from a template");

      await hands.press(page.getByRole("link", { name: "Add knowledge" }));
      await expect(page.locator("[data-live]")).toBeAttached();
      if (way === "by mouse") {
        await drop(page);
        hands.gestures += 1;
      } else {
        const chooser = page.waitForEvent("filechooser");
        await hands.press(button("Choose files"));
        const payload = files.map(([name, text]) => ({
          name,
          mimeType: "text/markdown",
          buffer: Buffer.from(text),
        }));
        await (await chooser).setFiles(payload);
      }
      const dock = page.getByRole("region", { name: "Uploads" });
      await expect(dock.getByRole("status")).toHaveText("3 files added", { timeout: 40_000 });
      await done("three files");

      await hands.press(page.getByRole("main").getByRole("link", { name: "Front desk" }));
      await expect(page.getByRole("heading", { level: 1, name: "Front desk" })).toBeVisible();
      const chat = new ChatPage(page);
      if (use.hasTouch) {
        await hydrated(button("Test chat"));
        await hands.press(button("Test chat"));
      }
      await chat.ready();
      if (way === "by keyboard alone") await hands.press(button("Skip to the test chat"));
      await hands.write(chat.box, "How early must a wedding cake be ordered?");
      if (use.hasTouch) await hands.press(chat.send);
      else await page.keyboard.press("Enter");
      await expect(chat.answers).toHaveCount(1);
      await chat.idle();
      await expect(chat.prose).toContainText("three weeks ahead");
      await done("an answer in the test chat");

      await hands.press(page.getByRole("button", { name: "Members only" }));
      await hands.choose(page.getByLabel(/^Public/));
      await hands.press(
        page.locator("[data-slot=save-bar]").getByRole("button", { name: "Save", exact: true }),
      );
      await expect(page.locator("[data-slot=toast]")).toContainText("Saved");
      const address = (await page.locator("code").textContent()) ?? "";
      await done("open to everyone");

      const context = await browser.newContext({ baseURL: app.url, viewport: use.viewport });
      const guest = await context.newPage();
      await guest.goto(address);
      const theirs = new ChatPage(guest);
      await theirs.ready();
      const answer = await theirs.askAndWait("When does the bakery open?");
      expect(answer).toContain("half past six");
      await shoot(guest, `newcomer-${way.replace(/\W+/g, "-")}-guest`);
      await context.close();

      const seconds = Math.round((performance.now() - started) / 100) / 10;
      const rows = record.map((row) => `${row.step}: ${row.gestures} in ${row.seconds} s`);
      const text = `${way}: ${hands.gestures} gestures, ${seconds} s (${rows.join("; ")})`;
      info.annotations.push({ type: "path", description: text });
      console.log(text);
      expect(hands.gestures, "it does not become longer").toBeLessThan(
        way === "by keyboard alone" ? 100 : 20,
      );
    });
  });
}

async function drop(page: Page): Promise<void> {
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const [name, text] of all) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent("body", "dragover", { dataTransfer: data });
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
}

import type { Page } from "@playwright/test";
import { expect, test } from "#e2e/fixtures/test.ts";

const question = "How much is a replacement key?";

test("the whole chat works without a mouse", async ({ chat, model, page }) => {
  model.script({ text: "A replacement key costs EUR 18 [1]." });
  await chat.open();
  await expect(chat.box, "ready to type").toBeFocused();
  await page.keyboard.type(question);
  await page.keyboard.press("Enter");
  await chat.idle();
  await expect(chat.box, "focus stays while answering").toBeFocused();

  await tabTo(page, "Shift+Tab", /^Source 1: /, "citation-mark");
  await page.keyboard.press("Enter");
  await expect(chat.source).toBeVisible();
  await expect(page.getByRole("button", { name: "Close source" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(chat.source).toBeHidden();
  await expect(chat.mark(1), "focus goes back to the mark").toBeFocused();

  await tabTo(page, "Tab", /^Regenerate$/);
  model.script({ tokens: 300, chunkDelayMs: 40 });
  await page.keyboard.press("Enter");
  await expect(chat.prose).toContainText("word3");
  await page.keyboard.press("Escape");
  await expect(chat.status).toContainText("Stopped");

  await page.keyboard.press("/");
  await expect(chat.box).toBeFocused();
  await expect(chat.box).toHaveValue("");

  await page.keyboard.press("Control+Shift+O");
  await expect(chat.questions).toHaveCount(0);
  await expect(chat.box).toBeFocused();
  const starter = (await chat.starters.first().textContent()) ?? "";
  await tabTo(page, "Shift+Tab", starter);
  model.script({ text: "About four hours." });
  await page.keyboard.press("Enter");
  await expect(chat.prose).toHaveText("About four hours.");

  await tabTo(page, "Shift+Tab", question);
  await page.keyboard.press("Enter");
  await expect(chat.questions).toHaveText([question]);
  await tabTo(page, "Tab", `Rename “${question}”`);
  await page.keyboard.press("Enter");
  await page.keyboard.type("Keys");
  await page.keyboard.press("Enter");
  await expect(chat.row("Keys")).toBeFocused();
  await tabTo(page, "Tab", "Delete “Keys”");
  await page.keyboard.press("Enter");
  await expect(chat.row("Keys")).toBeHidden();
  await tabTo(page, "Tab", "Undo");
  await page.keyboard.press("Enter");
  await expect(chat.row("Keys")).toBeVisible();
});

test("the first Tab leads to a link that skips to the message box", async ({ chat, page }) => {
  await chat.open();
  await page.locator("body").press("Tab");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await tabTo(page, "Tab", "Skip to the message box");
  await page.keyboard.press("Enter");
  await expect(chat.box).toBeFocused();
});

/** Moves the focus until it is on the named control, and sees that each stop on the way shows it. */
async function tabTo(
  page: Page,
  key: "Tab" | "Shift+Tab",
  name: string | RegExp,
  kind?: string,
): Promise<void> {
  for (let count = 0; count < 60; count++) {
    await page.keyboard.press(key);
    const focus = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const ring = element.closest(":focus-within:not(body, html)");
      const around = [...(ring ? [ring] : []), element.parentElement, element.parentElement?.parentElement];
      const isShown =
        (outlineStyle !== "none" && outlineWidth !== "0px") ||
        boxShadow !== "none" ||
        around.some((one) => {
          if (!one) return false;
          const style = getComputedStyle(one);
          return (
            style.boxShadow !== "none" || (style.outlineStyle !== "none" && style.outlineWidth !== "0px")
          );
        });
      const label = element.getAttribute("aria-label") ?? element.textContent ?? "";
      return { label: label.trim(), className: element.className, tag: element.tagName, isShown };
    });
    if (focus.tag !== "BODY") expect(focus.isShown, `the focus on "${focus.label}" can be seen`).toBe(true);
    const isNamed = typeof name === "string" ? focus.label === name : name.test(focus.label);
    if (isNamed && (kind === undefined || focus.className.includes(kind))) return;
  }
  throw new Error(`${key} never reaches ${name}.`);
}

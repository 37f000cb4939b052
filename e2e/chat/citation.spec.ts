import type { Page } from "@playwright/test";
import { holdScripts } from "#e2e/fixtures/hold-scripts.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

const question = "How much is a replacement key and how long does it take?";

/** What is marked of the open source as quoted by the answer. */
const quotedIn = (page: Page) =>
  page.evaluate(() => [...(CSS.highlights.get("quoted") ?? [])].map((range) => (range as Range).toString()));

test("the sentence that an answer quotes is marked in the passage, and shown", async ({
  chat,
  model,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 500 });
  await chat.open();
  model.script({ text: "A key [1]." });
  await chat.askAndWait(question);
  await chat.mark(1).click();
  const whole = (await chat.passage.locator("li, p").last().textContent()) ?? "";
  await chat.open();
  model.script({ text: `It says:\n\n> ${whole} [1]` });
  await chat.askAndWait(question);
  await chat.mark(1).click();
  await expect.poll(async () => (await quotedIn(page)).join(" ")).toContain(whole.slice(0, 20));
  const isShown = await page.evaluate(() => {
    const [range] = CSS.highlights.get("quoted") ?? [];
    const { top, bottom } = (range as Range).getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  expect(isShown, "in the viewport").toBe(true);
});

for (const [name, viewport] of [
  ["a wide page", { width: 1440, height: 900 }],
  ["a phone", { width: 390, height: 844 }],
] as const) {
  test.describe(name, () => {
    test.use({ viewport });

    test("a mark opens the passage, highlighted in its document", async ({ chat, model, page }) => {
      model.script({
        text: "A replacement key costs EUR 18 and takes 6 working days [1]. It is sold in two shops [14].",
      });
      await chat.open();
      await chat.askAndWait(question);
      await expect(chat.prose, "a number the model was not given is dropped").not.toContainText("14");
      await chat.mark(1).click();
      await expect(chat.source).toBeVisible();
      await expect(chat.source.locator(".panel-title")).toHaveText("Battery removal, lock and keys");
      await expect(chat.passage).toContainText("EUR 18");
      await expect(chat.passage).toBeInViewport();
      expect(await quotedIn(page), "words other than the document's").toEqual([]);
      await expect(chat.source, "the document around it").toContainText("one drop of lock oil");
      await page.getByRole("button", { name: "Close source" }).click();
      await expect(chat.source).toBeHidden();
      await chat.sources.first().click();
      await expect(chat.passage).toContainText("EUR 18");
      await page.keyboard.press("Escape");
      await expect(chat.source).toBeHidden();
      await page.reload();
      await chat.mark(1).click();
      await expect(chat.passage).toContainText("EUR 18");
    });
  });
}

test("a mark never stands alone on a line, and no column of a table is as narrow as a word", async ({
  chat,
  model,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  model.script({
    text: "A replacement key costs EUR 18, including shipping, and takes 6 working days. [1]\n\n| Channel | Contact | Hours |\n|---|---|---|\n| E-mail | support@kestrel.example | Mon–Fri 8:00–18:00, Sat 9:00–14:00 |\n\n[1]",
  });
  await chat.open();
  await chat.askAndWait(question);
  const hours = chat.prose.getByRole("cell", { name: /^Mon/ });
  expect((await hours.boundingBox())?.width).toBeGreaterThan(120);
  const alone = await chat.prose.evaluate((prose) => {
    const found: number[] = [];
    const paragraph = prose.querySelector("p");
    for (let width = 340; paragraph && width > 120; width -= 4) {
      paragraph.style.width = `${width}px`;
      const mark = paragraph.querySelector(".citation-mark")?.getBoundingClientRect();
      const word = document.createRange();
      const text = paragraph.querySelector(".with-mark")?.firstChild;
      if (!mark || !text) return [-1];
      word.selectNodeContents(text);
      const { top, bottom } = word.getBoundingClientRect();
      if (mark.bottom < top || mark.top > bottom) found.push(width);
    }
    return found;
  });
  expect(alone, "widths at which the mark is below its word").toEqual([]);
});

test("the code of answers comes along with a page that has answers", async ({ chat, model, page }) => {
  model.script({ text: "A replacement key costs EUR 18 [1]." });
  await chat.open();
  const headOf = async (url: string) =>
    (await (await page.request.get(url)).text()).split("</head>")[0] ?? "";
  const codeOf = async (head: string) => {
    const scripts = [...head.matchAll(/(?:href|src)="(\/_next\/static\/[^"]+\.js[^"]*)"/g)].map(
      ([, path = ""]) => path,
    );
    return Promise.all(scripts.map(async (path) => (await page.request.get(path)).text()));
  };
  const renderers = (code: string[]) => code.filter((text) => text.includes("thematicBreak")).length;
  expect(renderers(await codeOf(await headOf(page.url()))), "a page without answers starts without it").toBe(
    0,
  );
  await chat.askAndWait(question);
  await chat.named();
  expect(renderers(await codeOf(await headOf(page.url())))).toBe(1);
});

test("opens the source of a mark that is pressed when the code arrives late", async ({
  chat,
  model,
  page,
}) => {
  model.script({ text: "A replacement key costs EUR 18 [1]." });
  await chat.open();
  await chat.askAndWait(question);
  await chat.named();
  const release = await holdScripts(page, "thematicBreak");
  await page.goto(page.url(), { waitUntil: "commit" });
  await chat.ready();
  await expect(chat.mark(1), "the code of answers has not arrived yet").toBeDisabled();
  const pressed = chat.mark(1).click();
  release();
  await pressed;
  await expect(chat.passage).toContainText("EUR 18");
});

import { watchSmoothness } from "#e2e/fixtures/measure.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

const rich = [
  "## What to do",
  "Read this **first**, then the list below; it has a [link](https://example.com/manual) and `inline code`.",
  "1. Switch the bike off.\n2. Turn the key.\n3. Take the battery out.",
  "```ts\nconst answer: number = 42;\nexport function ask(question: string): string {\n  return question;\n}\n```",
  "| Part | Torque |\n| --- | --- |\n| Pedals | 35 Nm |\n| Stem | 6 Nm |",
  "The energy is $$E = mc^2$$ and, on a line of its own:",
  "$$\n\\int_0^1 x^2 \\, dx = \\frac{1}{3}\n$$",
  "> A last word, quoted.",
].join("\n\n");

test("nothing jumps while an answer streams", async ({ chat, model, page }) => {
  model.script({ text: "Warm." });
  await chat.open();
  await chat.askAndWait("Hello");
  model.script({ text: rich, chunkDelayMs: 25 });
  const smoothness = await watchSmoothness(page);
  await chat.ask("Show me everything");
  await expect(chat.prose).toContainText("A last word, quoted.");
  await chat.idle();
  await expect(chat.prose.locator(".katex").first()).toBeVisible();
  await page.waitForTimeout(300);
  const { shift } = await smoothness();
  expect(shift, "sum of layout shifts").toBeLessThan(0.05);
});

test("the view follows the answer, and stays where the reader scrolled to", async ({ chat, model, page }) => {
  await page.setViewportSize({ width: 800, height: 600 });
  model.script({
    text: Array.from({ length: 120 }, (_, index) => `Line ${index + 1}\n\n`).join(""),
    chunkDelayMs: 25,
  });
  await chat.open();
  const view = page.locator(".message-scroll");
  const top = () => view.evaluate(({ scrollTop }) => scrollTop);
  const below = () =>
    view.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
  await chat.ask("Count lines");
  await expect(chat.prose).toContainText("Line 40");
  expect(await top(), "it has scrolled").toBeGreaterThan(100);
  await expect.poll(below, { message: "pixels hidden below the view", intervals: [20] }).toBeLessThan(40);
  await page.mouse.move(400, 300);
  await page.mouse.wheel(0, -300);
  await expect.poll(below, { message: "pixels below after scrolling up" }).toBeGreaterThan(200);
  const before = await top();
  await expect(chat.prose).toContainText("Line 120");
  await chat.idle();
  expect(Math.abs((await top()) - before), "scrolled by itself").toBeLessThan(4);
  await page.getByRole("button", { name: "Jump to latest" }).click();
  await expect(chat.prose.getByText("Line 120", { exact: true })).toBeInViewport();
});

test("markup nested too deeply to lay out is shown as text, and the answer goes on", async ({
  chat,
  model,
}) => {
  const power = `$$${"x^{".repeat(200)}x${"}".repeat(200)}$$`;
  const roots = `$$${"\\sqrt{".repeat(90)}x${"}".repeat(90)}$$`;
  model.script({
    text: [`${"> ".repeat(300)}deep`, power, roots, "- ".repeat(300), "$$x^2$$", "The end."].join("\n\n"),
  });
  await chat.open();
  await chat.askAndWait("How deep does it go?");
  await expect(chat.prose.getByText("The end.")).toBeVisible();
  await expect(chat.prose.locator(".katex"), "only the shallow formula is typeset").toHaveCount(1);
  const depth = await chat.prose.evaluate((prose) => {
    let deepest = 0;
    for (const element of prose.querySelectorAll("*")) {
      let level = 0;
      for (let at: Element | null = element; at && at !== prose; at = at.parentElement) level += 1;
      deepest = Math.max(deepest, level);
    }
    return deepest;
  });
  expect(depth).toBeLessThan(410);
});

test.describe("an answer that cannot be drawn", () => {
  test.use({ expectedErrors: /Cannot read|TypeError/ });

  test("is one box that says so, beside answers that can", async ({ chat, model, page }) => {
    model.script({ text: "First." });
    await chat.open();
    await chat.askAndWait("One");
    model.script({ text: "Second." });
    await chat.askAndWait("Two");
    const id = await chat.named();
    await page.route(`**/api/conversations/${id}/messages**`, async (route) => {
      const response = await route.fetch();
      const body = (await response.json()) as { messages: { cards: unknown[] }[] };
      if (body.messages[1]) body.messages[1].cards = [{ at: 0, card: null }];
      await route.fulfill({ response, json: body });
    });
    await chat.newChat.click();
    await chat.row("One").click();
    await expect(chat.prose).toHaveText("Second.");
    await expect(page.getByText("This answer can't be displayed.")).toHaveCount(1);
    await expect(chat.box).toBeEnabled();
  });
});

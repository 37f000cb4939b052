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
  await expect(chat.prose).toContainText("A last word, quoted.", { timeout: 20_000 });
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
  await expect(chat.prose).toContainText("Line 120", { timeout: 20_000 });
  await chat.idle();
  expect(Math.abs((await top()) - before), "scrolled by itself").toBeLessThan(4);
  await page.getByRole("button", { name: "Jump to latest" }).click();
  await expect(chat.prose.getByText("Line 120", { exact: true })).toBeInViewport();
});

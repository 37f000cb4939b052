import type { APIRequestContext } from "@playwright/test";
import { watchSmoothness } from "#e2e/fixtures/measure.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

// A trace copies the document at each step, and this one is long.
test.use({ trace: "off" });

const turns = 100;

const rich = (index: number) =>
  [
    `### Answer ${index}`,
    "A paragraph with **bold** text, `code` and a [link](https://example.com/a).",
    "- one\n- two\n- three",
    "```js\nfunction add(a, b) {\n  return a + b;\n}\n```",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
  ].join("\n\n");

test(`a conversation of ${2 * turns} messages opens, scrolls back and stays quick`, async ({
  chat,
  model,
  page,
}) => {
  model.script((_, index) => ({ text: rich(index + 1) }));
  await chat.open();
  const id = await plant(page.request, turns);

  await chat.open(id);
  await expect(chat.questions.last()).toHaveText(`Question ${turns}`);
  await expect(chat.questions.last()).toBeInViewport({ ratio: 0.1 });
  const older = page.getByRole("button", { name: "Show earlier messages" });
  for (let shown = 25; shown < turns; shown += 25) {
    const first = chat.questions.first();
    const words = (await first.textContent()) ?? "";
    await older.click();
    await expect(chat.questions).toHaveCount(shown + 25);
    await expect(
      page.getByText(words, { exact: true }),
      "what was being read stays in view",
    ).toBeInViewport();
  }
  await expect(older).toBeHidden();
  await expect(chat.questions.first()).toHaveText("Question 1");

  const typing = await page.evaluate(() => {
    const box = document.querySelector("textarea") as HTMLTextAreaElement;
    const delays: number[] = [];
    box.addEventListener("beforeinput", () => {
      const at = performance.now();
      requestAnimationFrame(() => setTimeout(() => delays.push(performance.now() - at)));
    });
    Object.assign(window, { __typing: delays });
    return delays.length;
  });
  expect(typing).toBe(0);
  await chat.box.pressSequentially("What comes after all of this?", { delay: 30 });
  const delays = await page.evaluate(() => (window as unknown as { __typing: number[] }).__typing);
  const median = delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)] ?? Number.POSITIVE_INFINITY;
  expect(delays.length).toBeGreaterThan(20);
  expect(median, "median milliseconds from key to screen").toBeLessThan(500);

  model.script({ tokens: 150, chunkDelayMs: 15 });
  const smoothness = await watchSmoothness(page);
  await chat.box.press("Enter");
  await expect(chat.prose).toContainText("word150");
  await chat.idle();
  const { longestTask } = await smoothness();
  expect(longestTask, "longest task while streaming, in milliseconds").toBeLessThan(5_000);
});

/** Asks through the HTTP API, as the visitor of the page. */
async function plant(request: APIRequestContext, count: number): Promise<string> {
  let id = "planted";
  for (let index = 1; index <= count; index++) {
    const parts = [{ type: "text", text: `Question ${index}` }];
    const response = await request.post("/api/chat", {
      data: { id: "planted", chatbot: "support", message: { id: `message-${index}`, parts } },
    });
    expect(response.status()).toBe(200);
    id = /"conversationId":"([^"]+)"/.exec(await response.text())?.[1] ?? id;
  }
  return id;
}

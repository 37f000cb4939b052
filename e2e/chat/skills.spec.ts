import { expect, test } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";

const hasResult = (body: object) => /function_call_output|"role":"tool"/.test(JSON.stringify(body));

test("cards that a model calls for come while it goes on, and are there after a reload", async ({
  model,
  page,
}) => {
  const oracle = new ChatPage(page, "oracle");
  model.script((body) =>
    hasResult(body)
      ? { text: "What a night it will be, if the clouds allow.", chunkDelayMs: 150 }
      : {
          text: "Let me look.",
          calls: [
            { name: "moon_phase", input: {} },
            { name: "draw_tarot_cards", input: {} },
          ],
        },
  );
  await oracle.open();
  await oracle.ask("Tell me about tonight");
  await expect(oracle.lastAnswer.getByRole("region", { name: "The moon" })).toBeVisible();
  await expect(oracle.lastAnswer.getByRole("region", { name: "3 tarot cards" })).toBeVisible();
  expect(model.last.closedAt, "the model is still writing").toBeUndefined();
  await oracle.idle();
  const order = () =>
    oracle.lastAnswer
      .locator(".prose, .answer-card")
      .evaluateAll((parts) => parts.map((part) => part.getAttribute("aria-label") ?? part.textContent));
  const shown = [
    "Let me look.",
    "The moon",
    "3 tarot cards",
    "What a night it will be, if the clouds allow.",
  ];
  expect(await order()).toEqual(shown);

  await page.reload();
  await oracle.ready();
  await expect.poll(order).toEqual(shown);
  await expect(oracle.lastAnswer).toContainText("Moon phase");
});

test("a reload in mid-answer keeps the cards, once each", async ({ model, page }) => {
  const oracle = new ChatPage(page, "oracle");
  model.script((body) =>
    hasResult(body)
      ? { tokens: 40, chunkDelayMs: 150 }
      : { calls: [{ name: "draw_tarot_cards", input: { spread: "one" } }] },
  );
  await oracle.open();
  await oracle.ask("A card");
  await expect(oracle.lastAnswer.locator(".answer-card")).toHaveCount(1);
  await expect(oracle.prose).toContainText("word5");
  await oracle.named();
  await page.reload();
  await oracle.ready();
  await expect(oracle.prose).toContainText("word40");
  await oracle.idle();
  await expect(oracle.lastAnswer.locator(".answer-card")).toHaveCount(1);
  expect((await oracle.storedAnswer()).cards).toHaveLength(1);
});

test("where the model is away, what plain words ask for is answered all the same", async ({
  model,
  page,
}) => {
  const oracle = new ChatPage(page, "oracle");
  model.script({ fault: { kind: "status", status: 503, headers: { "retry-after": "0" } } });
  await oracle.open();
  await oracle.askAndWait("what phase is the moon in?");
  await expect(oracle.lastAnswer.getByRole("region", { name: "The moon" })).toBeVisible();
  await expect(oracle.prose).toContainText("The moon is");
});

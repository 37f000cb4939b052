import { answerSteps, watchAnswer } from "#e2e/fixtures/measure.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

test("a question about the handbook: the answer streams, and its source opens at the passage", async ({
  chat,
  page,
}) => {
  await chat.open();
  await chat.askAndWait("How much is a replacement key and how long does it take?");
  await expect(chat.prose).toContainText("EUR 18");
  await expect(chat.prose).toContainText("6 working days");
  await expect(page.getByText("Built-in model (no AI provider connected)")).toBeVisible();

  await chat.mark(1).click();
  await expect(chat.source.locator(".panel-title")).toHaveText("Battery removal, lock and keys");
  await expect(chat.passage).toContainText("A replacement key costs EUR 18");
  await expect(chat.passage).toBeInViewport();
  await expect(chat.source, "the document around it").toContainText("Removing the battery");
  const { text, turn } = await chat.storedAnswer();
  expect(text).toContain("[1]");
  expect(turn).toMatchObject({ state: "complete", model: { builtIn: true } });
});

test("a long answer comes in many steps, the first of them soon", async ({ chat, page }) => {
  await chat.open();
  await watchAnswer(page);
  const asked = Date.now();
  await chat.askAndWait("How do I take the battery out?");
  await expect(chat.prose).toContainText("90 degrees clockwise");
  const steps = await answerSteps(page);
  expect(steps.length, "separate steps").toBeGreaterThan(5);
  expect((steps[0]?.at ?? Number.POSITIVE_INFINITY) - asked, "milliseconds to the first words").toBeLessThan(
    20_000,
  );
});

const facts: [question: string, fact: string | RegExp, document: string][] = [
  [
    "At what temperature can I not charge my battery anymore?",
    "0 °C",
    "Battery care, cold weather and storage",
  ],
  ["What does error code E13 mean?", "Connection lost under power", "Error codes"],
  ["What does the GPS tracking cost per month after the free year?", "EUR 4.90", "GPS tracking subscription"],
  ["What is the torque for pedals?", "35 Nm", "Torque table"],
];

test("questions of different kinds are answered with the right page", async ({ chat }) => {
  await chat.open();
  for (const [question, fact, document] of facts) {
    await chat.askAndWait(question);
    await expect.soft(chat.prose, question).toContainText(fact);
    const { citations } = await chat.storedAnswer();
    expect.soft(citations.map(({ title }) => title).join("; "), question).toMatch(new RegExp(document, "i"));
  }
});

test("a question the knowledge cannot answer is declined, not guessed at", async ({ chat }) => {
  await chat.open();
  await chat.askAndWait("Who won the football world cup in 1974?");
  await expect(chat.prose).toContainText("I don't have an answer to that in my sources.");
  await expect(chat.prose).not.toContainText(/Germany|Netherlands/);
});

test("small talk and a wish for a person are answered in the chatbot's own voice", async ({ chat }) => {
  await chat.open();
  await chat.askAndWait("who are you?");
  await expect(chat.prose).toContainText("I'm Kestrel Support.");
  await chat.askAndWait("can I talk to a human?");
  await expect(chat.prose).toContainText("00800-555-0142");
  await chat.askAndWait("Danke!");
  await expect(chat.prose).toContainText("Gern geschehen!");
});

test("a reload keeps the conversation, its marks included", async ({ chat, page }) => {
  await chat.open();
  const answer = await chat.askAndWait("How many phones can I pair with one bike?");
  await page.reload();
  await chat.idle();
  expect(await chat.text()).toBe(answer);
  await chat.mark(1).click();
  await expect(chat.passage).toBeInViewport();
});

test("a starter asks its question", async ({ chat }) => {
  await chat.open();
  await expect(chat.starters).toHaveCount(4);
  const question = "What does error code E07 mean?";
  await chat.starters.filter({ hasText: question }).click();
  await expect(chat.questions).toHaveText([question]);
  await chat.idle();
  await expect(chat.prose).toContainText("Motor controller fault");
  await expect(chat.starters).toHaveCount(0);
});

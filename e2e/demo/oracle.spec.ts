import AxeBuilder from "@axe-core/playwright";
import { call } from "#e2e/fixtures/http.ts";
import { heights, looks } from "#e2e/fixtures/looks.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";
import type { DirectAnswer } from "#lib/conversation/schema.ts";

const cards = (chat: ChatPage) => chat.answers.locator(".answer-card");

test("special requests are answered with cards, which are there after a reload", async ({ page }) => {
  const oracle = new ChatPage(page, "oracle");
  await oracle.open();
  await oracle.starters.filter({ hasText: "What is my horoscope?" }).click();
  await expect(oracle.prose).toContainText("What's your sign?");
  await oracle.idle();
  await oracle.askAndWait("I am a Leo");
  await expect(page.getByRole("region", { name: "Horoscope for Leo" })).toContainText("moon is in");
  await oracle.askAndWait("what phase is the moon in?");
  const moon = page.getByRole("region", { name: "The moon" });
  await expect(moon).toContainText(/\d+% lit · [\d.]+ days old · in [A-Z][a-z]+/);
  await oracle.askAndWait("draw three cards");
  const spread = page.getByRole("region", { name: "3 tarot cards" });
  await expect(spread.getByRole("listitem")).toHaveCount(3);
  await expect(spread.getByRole("listitem").first()).toContainText("Past");
  await expect(oracle.lastAnswer).toContainText("Tarot reading");
  const before = await cards(oracle).allInnerTexts();
  expect(before).toHaveLength(3);

  await page.reload();
  await oracle.ready();
  await expect(cards(oracle)).toHaveCount(3);
  await expect(page.getByRole("region", { name: "3 tarot cards" })).toBeVisible();
  await expect.poll(() => cards(oracle).allInnerTexts()).toEqual(before);
});

test("a screen reader hears the cards in words", async ({ page }) => {
  const oracle = new ChatPage(page, "oracle");
  await oracle.open();
  await oracle.askAndWait("one card for the day");
  const [{ card } = { card: { text: "nothing" } }] = (await oracle.storedAnswer()).cards;
  await expect(page.getByRole("log")).toContainText(card.text);
});

test("a machine is given the same cards, with no worker and no Redis", async ({ app }) => {
  const headers = { "content-type": "application/json", authorization: `Bearer ${app.apiKey}` };
  const kinds: string[] = [];
  for (const message of ["horoscope for Virgo", "What phase is the moon in?", "Draw three cards"]) {
    const body = JSON.stringify({ chatbotId: "oracle", message });
    const answer = await call(`${app.url}/chat-direct`, { method: "POST", headers, body });
    expect(answer.status).toBe(200);
    const reply = JSON.parse(answer.text) as DirectAnswer;
    expect(reply.content).not.toBe("");
    for (const { kind, text } of reply.cards) {
      kinds.push(kind);
      expect(text.length, kind).toBeGreaterThan(20);
    }
  }
  expect(kinds).toEqual(["horoscope", "moon", "tarot"]);
});

for (const { width: size, colorScheme } of looks) {
  test.describe(`${size} ${colorScheme}`, () => {
    const viewport = { width: size, height: heights[size] };
    test.use({ viewport, colorScheme, reducedMotion: "reduce", bypassCSP: true });

    test("the oracle fits its page, and axe finds nothing", async ({ page }) => {
      const oracle = new ChatPage(page, "oracle");
      const shot = (name: string) => shoot(page, `oracle-${name}-${size}-${colorScheme}`);
      await oracle.open();
      await shot("empty");
      for (const [name, question] of [
        ["horoscope", "horoscope for Leo"],
        ["moon", "what phase is the moon in?"],
        ["five", "draw five cards"],
        ["three", "draw three cards"],
      ] as const) {
        await oracle.askAndWait(question);
        await expect(oracle.lastAnswer.locator(".answer-card")).toBeVisible();
        await oracle.lastAnswer.scrollIntoViewIfNeeded();
        await shot(name);
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, "pixels beyond the page").toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual(
        [],
      );
    });
  });
}

import { expect, test } from "#e2e/fixtures/test.ts";

const note = "This answer cites no sources.";

test("an answer without sources says so, also after a reload; one with sources does not", async ({
  chat,
  model,
  page,
}) => {
  model.script({ text: "A replacement key costs EUR 18. [1]" });
  await chat.open();
  await chat.askAndWait("How much is a replacement key?");
  await expect(page.getByText(note)).toHaveCount(0);
  model.script({ text: "Bikes are fun." });
  await chat.askAndWait("Are bikes fun?");
  await expect(chat.lastAnswer.getByText(note)).toBeVisible();
  await page.reload();
  await chat.ready();
  await expect(page.getByText(note)).toHaveCount(1);
  await expect(chat.lastAnswer.getByText(note)).toBeVisible();
});

test("an answer that declines offers its closest topics, and a click asks about one", async ({
  chat,
  model,
}) => {
  model.script({
    text: "I found no answer to that. [0] The closest topics are *Keys* [1] and *Prices* [2].",
  });
  await chat.open();
  await chat.askAndWait("How much is a replacement key?");
  const topics = chat.lastAnswer.getByRole("list", { name: "Related topics" }).getByRole("button");
  await expect(topics.first()).toBeVisible();
  await expect(chat.lastAnswer.getByText(note)).toHaveCount(0);
  const topic = (await topics.first().textContent()) ?? "";
  model.script({ text: "Here it is. [1]" });
  await topics.first().click();
  await expect(chat.questions.last()).toHaveText(topic);
  await expect(chat.prose).toContainText("Here it is.");
  await chat.idle();
  await expect(chat.page.getByRole("list", { name: "Related topics" })).toHaveCount(0);
  model.script({ text: "I am not sure. [0] The closest I found:\n\nA key costs EUR 18. [1]" });
  await chat.askAndWait("What about keys?");
  await expect(chat.sources).toHaveCount(1);
  await expect(chat.page.getByRole("list", { name: "Related topics" })).toHaveCount(0);
});

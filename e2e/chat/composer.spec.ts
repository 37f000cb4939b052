import { holdScripts } from "#e2e/fixtures/hold-scripts.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

test("keeps what is typed before the page's code arrives", async ({ chat, model, page }) => {
  model.script({ text: "Early." });
  const release = await holdScripts(page);
  await page.goto(`/c/${chat.handle}`, { waitUntil: "commit" });
  await chat.box.pressSequentially("Is anybody here?");
  await chat.box.press("ArrowLeft");
  await expect(chat.send, "the code has not arrived yet").toBeDisabled();
  release();
  await chat.ready();
  await expect(chat.send).toBeEnabled();
  await expect(chat.box).toHaveValue("Is anybody here?");
  await expect(chat.box).toBeFocused();
  await page.keyboard.type("now");
  await expect(chat.box, "the caret stayed where it was").toHaveValue("Is anybody herenow?");
  await chat.send.click();
  await expect(chat.questions).toHaveText(["Is anybody herenow?"]);
  await expect(chat.prose).toHaveText("Early.");
});

test("Enter that ends an IME composition does not send", async ({ chat, model, page }) => {
  model.script({ text: "はい。" });
  await chat.open();
  await chat.box.focus();
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "にほんご", selectionStart: 4, selectionEnd: 4 });
  await expect(chat.box).toHaveValue("にほんご");
  const enter = { key: "Enter", code: "Enter", windowsVirtualKeyCode: 13 };
  await session.send("Input.dispatchKeyEvent", { type: "keyDown", ...enter });
  await session.send("Input.dispatchKeyEvent", { type: "keyUp", ...enter });
  await session.send("Input.dispatchKeyEvent", {
    type: "keyDown",
    key: "Process",
    windowsVirtualKeyCode: 229,
  });
  await session.send("Input.dispatchKeyEvent", { type: "keyUp", key: "Process", windowsVirtualKeyCode: 229 });
  await page.waitForTimeout(300);
  await expect(chat.questions, "still composing").toHaveCount(0);
  await session.send("Input.insertText", { text: "日本語" });
  await expect(chat.box).toHaveValue("日本語");
  await chat.box.press("Enter");
  await expect(chat.questions).toHaveText(["日本語"]);
  await expect(chat.prose).toHaveText("はい。");
  expect(model.requests).toHaveLength(1);
});

test("Shift+Enter makes a new line, and blank text is not sent", async ({ chat, model }) => {
  model.script({ text: "Two lines." });
  await chat.open();
  await chat.box.fill("   ");
  await chat.box.press("Enter");
  await expect(chat.send).toBeDisabled();
  await chat.box.fill("one");
  await chat.box.press("Shift+Enter");
  await chat.box.pressSequentially("two");
  await expect(chat.box).toHaveValue("one\ntwo");
  await chat.box.press("Enter");
  await expect(chat.prose).toHaveText("Two lines.");
  expect((await chat.stored()).messages[0]?.text).toBe("one\ntwo");
  expect(model.requests).toHaveLength(1);
});

test("two quick presses of Enter ask once", async ({ chat, model, page }) => {
  model.script({ tokens: 20, chunkDelayMs: 20 });
  await chat.open();
  await chat.box.fill("Only once");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await chat.idle();
  await expect(chat.questions).toHaveCount(1);
  expect(model.requests).toHaveLength(1);
});

test("a message too long for the server says by how much and is not sent", async ({ chat, model }) => {
  await chat.open();
  await chat.box.fill("x".repeat(16_003));
  await expect(chat.page.getByText("This message is 3 characters too long.")).toBeVisible();
  await expect(chat.send).toBeDisabled();
  await chat.box.press("Enter");
  await expect(chat.questions).toHaveCount(0);
  expect(model.requests).toHaveLength(0);
});

/** The request that asks a question. */
const asking = /\/api\/chat\?/;

test.describe("when the server is overloaded", () => {
  test.use({ expectedErrors: /503/ });
  const refusal = (retryAfter: number) => ({
    status: 503,
    headers: { "retry-after": String(retryAfter) },
    json: { error: { code: "unavailable", message: "Busy.", details: { reason: "overloaded", retryAfter } } },
  });

  test("the page says so and retries", async ({ chat, model, page }) => {
    model.script({ text: "There is room now." });
    await chat.open();
    let posts = 0;
    await page.route(asking, (route) => {
      posts += 1;
      return posts === 1 ? route.fulfill(refusal(1)) : route.continue();
    });
    await chat.ask("Is there room?");
    await expect(page.getByText("Parley is very busy right now.")).toBeVisible();
    await expect(chat.questions).toHaveText(["Is there room?"]);
    await expect(chat.prose).toHaveText("There is room now.");
    expect(posts).toBe(2);
    expect(model.requests).toHaveLength(1);
  });

  test("Stop ends the wait and returns the text to the message box", async ({ chat, model, page }) => {
    await chat.open();
    await page.route(asking, (route) => route.fulfill(refusal(5)));
    await chat.ask("Never mind");
    await expect(page.getByText("Parley is very busy right now.")).toBeVisible();
    await page.getByRole("button", { name: "Stop" }).click();
    await expect(chat.box).toHaveValue("Never mind");
    await expect(chat.questions).toHaveCount(0);
    await expect(chat.notice).toHaveCount(0);
    expect(model.requests).toHaveLength(0);
  });
});

test.describe("when the server is not reached", () => {
  test.use({ expectedErrors: /net::ERR_|Failed to fetch/ });

  test("the words come back to the box, and Retry sends them once", async ({ chat, model, page }) => {
    model.script({ text: "Got it now." });
    await chat.open();
    await page.route(asking, (route) => route.abort("connectionrefused"));
    await chat.ask("Please do not lose these words");
    await expect(chat.notice).toContainText("Not sent. The server can't be reached.");
    await expect(chat.box).toHaveValue("Please do not lose these words");
    await expect(chat.questions).toHaveCount(0);
    await page.unroute(asking);
    await chat.retry.click();
    await expect(chat.prose).toHaveText("Got it now.");
    await expect(chat.notice).toHaveCount(0);
    await expect(chat.questions).toHaveText(["Please do not lose these words"]);
    await expect(chat.box).toHaveValue("");
    expect(model.requests).toHaveLength(1);
  });

  test("a lost answer to the post does not ask twice", async ({ chat, model, page }) => {
    model.script({ text: "One answer only." });
    await chat.open();
    let posts = 0;
    await page.route(asking, async (route) => {
      posts += 1;
      if (posts > 1) return route.continue();
      await route.fetch();
      return route.abort("connectionreset");
    });
    await chat.ask("Say it once");
    await chat.retry.click();
    await expect(chat.prose).toHaveText("One answer only.");
    await chat.idle();
    expect(posts).toBe(2);
    expect(model.requests, "one generation").toHaveLength(1);
    await page.reload();
    await expect(chat.questions).toHaveText(["Say it once"]);
    await expect(chat.answers).toHaveCount(1);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("Enter makes a new line, the button sends, and the hint says so", async ({ chat, model, page }) => {
    model.script({ text: "Two lines." });
    await chat.open();
    await expect(page.getByText("Tap Send, or press Enter for a new line")).toBeVisible();
    await expect(page.getByText("Enter to send, Shift + Enter for a new line")).toBeHidden();
    await expect(chat.box).toHaveAttribute("enterkeyhint", "enter");
    await chat.box.fill("one");
    await chat.box.press("Enter");
    await chat.box.pressSequentially("two");
    await expect(chat.box).toHaveValue("one\ntwo");
    await expect(chat.questions).toHaveCount(0);
    await chat.send.tap();
    await expect(chat.prose).toHaveText("Two lines.");
    expect((await chat.stored()).messages[0]?.text).toBe("one\ntwo");
  });
});

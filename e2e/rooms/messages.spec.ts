import { readFileSync } from "node:fs";
import { makeJpeg } from "#lib/images/testing/photos.ts";
import { expect, test } from "./fixtures.ts";

test("a host and a guest on a phone exchange messages, and the chatbot answers with a source that opens", async ({
  host,
  guest,
}) => {
  const path = await host.create("Questions about the bikes");
  await expect(host.page.getByRole("img", { name: /^QR code/ })).toBeVisible();
  await expect(host.page.getByText(new RegExp(`${path}$`))).toBeVisible();

  await guest.join(path, "Mara");
  await host.say("Welcome! Ask anything.");
  await expect(guest.message("Welcome! Ask anything.")).toContainText("Hugo");
  await guest.say("Hi from my phone");
  await expect(guest.unsent).toHaveCount(0);
  await expect(host.message("Hi from my phone")).toContainText("Mara");

  await guest.say("@bot What does error code E07 mean?");
  for (const room of [host, guest]) {
    await expect(room.answers).toContainText("Motor controller fault");
    await expect(room.answers.getByRole("button", { name: /^Source 1: / }).first()).toBeVisible();
  }
  await guest.answers
    .getByRole("button", { name: /^Source 1: / })
    .first()
    .tap();
  await expect(guest.passage).toContainText("E07");
});

test("a mention is completed by keyboard, and a reply shows and finds what it replies to", async ({
  host,
  guest,
}) => {
  const path = await host.create("Mentions");
  await guest.join(path, "Quiet Heron");
  await guest.say("Who has the spare key?");
  const question = host.message("Who has the spare key?");
  await question.hover();
  await question.getByRole("button", { name: "Reply to Quiet Heron" }).click();
  await host.box.pressSequentially("I do, @qui");
  await expect(host.page.getByRole("option", { name: "Quiet Heron" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await host.box.press("Enter");
  await expect(host.box).toHaveValue("I do, @Quiet Heron ");
  await host.box.press("Enter");
  const reply = guest.message("I do,");
  await expect(reply).toContainText("Who has the spare key?");
  await reply.getByTitle("Show the message from Quiet Heron").tap();
  await expect(guest.message("Who has the spare key?").first()).toBeFocused();
});

test("an author edits and deletes, and everyone sees it", async ({ host, guest }) => {
  const path = await host.create("Second thoughts");
  await guest.join(path, "Mara");
  await host.say("The meeting is at nine");
  await expect(guest.message("The meeting is at nine")).toBeVisible();
  await host.message("The meeting is at nine").hover();
  await host.page.getByRole("button", { name: "Edit message" }).click();
  await expect(host.box).toHaveValue("The meeting is at nine");
  await host.box.fill("The meeting is at ten");
  await host.box.press("Enter");
  await expect(guest.message("The meeting is at ten")).toContainText("edited");
  await host.message("The meeting is at ten").hover();
  await host.page.getByRole("button", { name: /^Delete the message/ }).click();
  await host.confirm("Delete");
  await expect(guest.page.getByText("Message deleted")).toBeVisible();
  await expect(guest.message("The meeting is at ten")).toHaveCount(0);
});

test("people react with an offered emoji and with any that they type, and take it back", async ({
  host,
  guest,
}) => {
  const path = await host.create("Reactions");
  await guest.join(path, "Mara");
  await host.say("Pizza on Friday?");
  await expect(guest.message("Pizza")).toBeVisible();
  await guest.react("Pizza", "🎉");
  const party = host.message("Pizza").getByRole("button", { name: "🎉 1 reaction: Mara" });
  await expect(party).toHaveAttribute("aria-pressed", "false");
  await party.click();
  await expect(guest.message("Pizza").getByRole("button", { name: /^🎉 2 reactions/ })).toBeVisible();
  await host.message("Pizza").hover();
  await host
    .message("Pizza")
    .getByRole("button", { name: /^React to/ })
    .click();
  await host.page.getByLabel("More emoji").fill("🍕");
  await expect(guest.message("Pizza").getByRole("button", { name: "🍕 1 reaction: Hugo" })).toBeVisible();
  await guest.message("Pizza").getByRole("button", { name: /^🎉 2/ }).tap();
  await expect(host.message("Pizza").getByRole("button", { name: "🎉 1 reaction: you" })).toBeVisible();
});

test("everyone sees who is typing, and who has read the newest message", async ({ host, guest }) => {
  const path = await host.create("Signs of life");
  await guest.join(path, "Mara");
  await expect(host.page.getByText("2 people here")).toBeVisible();
  await host.say("Anybody here?");
  await expect(host.page.locator("[data-seen]")).toHaveText("Seen by Mara");
  await guest.box.pressSequentially("Yes");
  await expect(host.page.getByText("Mara is typing…")).toBeVisible();
  await guest.send.tap();
  await expect(host.message("Yes")).toBeVisible();
  await expect(host.page.getByText("Mara is typing…")).toHaveCount(0);
});

test("a guest sends a picture and a document, which everyone sees and can open", async ({ host, guest }) => {
  const path = await host.create("Show and tell");
  await guest.join(path, "Mara");
  const picture = { name: "bike.jpg", mimeType: "image/jpeg", buffer: await makeJpeg(640, 480) };
  const notes = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("Two bikes, one pump.") };
  await guest.page.locator("input[type=file]").setInputFiles([picture, notes]);
  await expect(guest.page.locator("[data-file=ready]")).toHaveCount(2);
  await guest.send.tap();
  await expect(guest.unsent).toHaveCount(0);
  const image = host.page.getByRole("img", { name: "bike.jpg" });
  await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(480);
  const [file] = await Promise.all([
    host.page.waitForEvent("download"),
    host.page.getByRole("link", { name: /notes\.txt/ }).click(),
  ]);
  expect(readFileSync(await file.path(), "utf8")).toBe("Two bikes, one pump.");
});

test.describe("refused files", () => {
  test.use({ expectedErrors: /status of 415/ });

  test("a file that is refused can be removed, and the message is sent without it", async ({ host }) => {
    await host.create("No programs");
    const program = {
      name: "run.exe",
      mimeType: "application/octet-stream",
      buffer: Buffer.from([77, 90, 0, 3]),
    };
    await host.page.locator("input[type=file]").setInputFiles([program]);
    await expect(host.page.locator("[data-file=failed]")).toContainText("can't be shared");
    await host.page.getByRole("button", { name: "Remove run.exe" }).click();
    await host.say("Without the program, then");
    await expect(host.unsent).toHaveCount(0);
  });
});

test("a reader who missed much is offered a recap at the line", async ({ host, guest }) => {
  const path = await host.create("Meanwhile");
  await guest.join(path, "Mara");
  const line = guest.page.locator("[data-unread-line]");
  await host.say("Welcome");
  await expect(host.page.locator("[data-seen]")).toContainText("Seen by");
  const missAndReturn = async (texts: string[]) => {
    await guest.page.goto("about:blank");
    for (const text of texts) await host.say(text);
    await expect(host.unsent).toHaveCount(0);
    await guest.page.goto(path);
    await expect(line).toBeVisible();
  };
  await missAndReturn(["Only this"]);
  await expect(line.getByRole("button")).toHaveCount(0);
  await missAndReturn(Array.from({ length: 10 }, (_, number) => `News ${number}`));
  await line.getByRole("button", { name: "Ask for a recap" }).tap();
  // The chatbot's answer quotes it.
  await expect(host.message("@bot recap").first()).toContainText("Mara");
  await expect(line).toHaveCount(0);
});

test("the host downloads the whole room", async ({ host }) => {
  await host.create("Minutes");
  await host.say("We agreed on Friday");
  await expect(host.unsent).toHaveCount(0);
  const [file] = await Promise.all([
    host.page.waitForEvent("download"),
    host.page.getByRole("link", { name: "Markdown" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^room-[A-Z0-9]+\.md$/);
  const text = readFileSync(await file.path(), "utf8");
  expect(text).toContain("# Minutes");
  expect(text).toContain("We agreed on Friday");
});

import { expect, test } from "./fixtures.ts";

test.setTimeout(90_000);
// Streams and calls of people who wait or were refused are refused, as they should be.
test.use({ expectedErrors: /status of 40[134]/ });

test("a strict room: a guest waits in the lobby, and their message appears once it is approved", async ({
  host,
  guest,
}) => {
  const path = await host.create("Town hall", { preset: "Strict" });
  await guest.page.goto(path);
  await guest.page.getByLabel("Your name").fill("Mara");
  await guest.page.getByRole("button", { name: "Join" }).tap();
  await expect(guest.page.getByText("Waiting to be let in…")).toBeVisible();
  await guest.page.reload();
  await expect(guest.page.getByText("Waiting to be let in…")).toBeVisible();
  await host.say("We began without you");
  await host.page.getByRole("button", { name: "Let in" }).click();
  await guest.live();
  await expect(guest.message("We began without you")).toBeVisible();

  await guest.say("May I say something?");
  await expect(guest.page.getByText("Waiting for approval")).toBeVisible();
  await expect(host.messages.filter({ hasText: "May I say" })).toHaveCount(0);
  await guest.box.fill("and another thing");
  await expect(
    guest.page.getByText(/^Slow mode: you can send another message in \d+ seconds?$/),
  ).toBeVisible();
  await expect(guest.send).toBeDisabled();
  await expect(guest.box).toHaveValue("and another thing");
  await host.page.getByRole("button", { name: "Approve" }).click();
  for (const room of [host, guest]) await expect(room.message("May I say something?")).toBeVisible();
  await expect(guest.page.getByText("Waiting for approval")).toHaveCount(0);
});

test("a refusal is undone from the notice", async ({ host, guest }) => {
  const path = await host.create("Door", { preset: "Strict" });
  await guest.page.goto(path);
  await guest.page.getByLabel("Your name").fill("Mara");
  await guest.page.getByRole("button", { name: "Join" }).tap();
  await host.page.getByRole("button", { name: "Deny" }).click();
  await expect(guest.page.getByRole("heading", { name: "You weren't let in" })).toBeVisible();
  await host.page.getByRole("button", { name: "Undo" }).click();
  await expect(host.page.getByRole("button", { name: "Let in" })).toBeVisible();
});

test("a message is reported, and the host deletes it", async ({ host, guest }) => {
  const path = await host.create("Reports");
  await guest.join(path, "Mara");
  await host.say("harmless");
  await guest.say("buy now");
  await expect(host.message("buy now")).toBeVisible();
  await host.message("buy now").hover();
  await host.page.getByRole("button", { name: "Report the message from Mara" }).click();
  await host.page.getByLabel("What's wrong with this message?").selectOption("Spam");
  await host.confirm("Report");
  await expect(host.page.getByText("1 report", { exact: true })).toBeVisible();
  await host.page.getByRole("button", { name: "Delete message" }).click();
  await host.confirm("Delete");
  await expect(guest.page.getByText("Message deleted")).toBeVisible();
  await expect(host.page.getByText("1 report", { exact: true })).toHaveCount(0);
});

test("bans and the log are in the panel; a ban is lifted, and the room handed over", async ({
  host,
  guest,
}) => {
  const path = await host.create("Log");
  await guest.join(path, "Mara");
  await host.moderate("Mara", "Ban");
  await host.confirm("Ban");
  await expect(guest.page.getByRole("heading", { name: "You were banned from this room" })).toBeVisible();
  await host.page.getByText("Bans and moderation log").click();
  await expect(host.page.getByText("Hugo banned Mara")).toBeVisible();
  await host.page.getByRole("button", { name: "Unban" }).click();
  await expect(host.page.getByText("Hugo unbanned Mara")).toBeVisible();
  await guest.join(path, "Mara");
  await host.moderate("Mara", "Make host");
  await host.confirm("Make host");
  await guest.openPanel();
  await expect(guest.page.getByRole("button", { name: "Archive room" })).toBeVisible();
  await expect(host.page.getByRole("button", { name: "Archive room" })).toHaveCount(0);
});

test("an archived room is reopened by its host", async ({ host, guest }) => {
  const path = await host.create("Again");
  await guest.join(path, "Mara");
  await host.page.getByRole("button", { name: "Archive room" }).click();
  await host.confirm("Archive");
  await expect(guest.page.getByText("This room is archived.")).toBeVisible();
  await host.page.getByRole("button", { name: "Reopen room" }).click();
  await expect(guest.box).toBeVisible();
});

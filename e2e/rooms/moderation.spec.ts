import { expect, test } from "./fixtures.ts";

// The stream and the room of someone who was removed are refused, as they should be.
test.use({ expectedErrors: /status of 40[134]/ });

test("a host mutes, unmutes, removes and bans", async ({ host, guest }) => {
  const path = await host.create("Moderated");
  await guest.join(path, "Mara");
  await expect(host.page.getByRole("button", { name: "Actions for Mara" })).toBeVisible();

  await guest.box.fill("half a thought");
  await host.moderate("Mara", "Mute…", "10 minutes");
  await expect(guest.page.getByText(/has muted you until \d\d:\d\d/)).toBeVisible();
  await expect(guest.box).toBeHidden();
  await host.moderate("Mara", "Unmute");
  await expect(guest.box).toHaveValue("half a thought");

  await host.moderate("Mara", "Remove");
  await host.confirm("Remove");
  await expect(guest.page.getByRole("heading", { name: "You were removed from this room" })).toBeVisible();
  await guest.page.getByRole("button", { name: "Join again" }).tap();
  await guest.page.getByLabel("Your name").fill("Mara");
  await guest.page.getByRole("button", { name: "Join" }).tap();
  await guest.live();

  await host.moderate("Mara", "Ban");
  await host.confirm("Ban");
  await expect(guest.page.getByRole("heading", { name: "You were banned from this room" })).toBeVisible();
});

test("a host renames, locks and archives; guests see it at once", async ({ host, guest }) => {
  const path = await host.create("Old name");
  await guest.join(path, "Mara");
  await host.page.getByRole("textbox", { name: "Topic" }).fill("New name");
  await host.page.getByRole("button", { name: "Save" }).click();
  await expect(guest.page.getByRole("heading", { name: "New name" })).toBeVisible();
  await host.page.getByLabel("Lock the room").check();
  await expect(guest.page.getByText("This room is locked.")).toBeVisible();
  await host.page.getByLabel("Lock the room").uncheck();
  await expect(guest.box).toBeVisible();
  await host.page.getByRole("button", { name: "Archive room" }).click();
  await host.confirm("Archive");
  await expect(guest.page.getByText("This room is archived.")).toBeVisible();
  await expect(guest.box).toBeHidden();
});

test("a guest sees no host actions", async ({ host, guest }) => {
  const path = await host.create("Ranks");
  await guest.join(path, "Mara");
  await host.say("mine");
  await expect(guest.message("mine")).toBeVisible();
  await guest.openPanel();
  const panel = guest.page.getByRole("dialog", { name: "People and settings" });
  await expect(panel.getByText("Hugo")).toBeVisible();
  await expect(panel.getByRole("button", { name: /^Actions for/ })).toHaveCount(0);
  await expect(panel.getByRole("button", { name: "Archive room" })).toHaveCount(0);
  await expect(guest.page.getByRole("button", { name: /^Delete the message/ })).toHaveCount(0);
});

test("a room asks for its password, and unknown codes show the not-found page", async ({ host, guest }) => {
  const path = await host.create("Behind a password", { password: "open sesame" });
  await guest.page.goto(path);
  await guest.page.getByLabel("Your name").fill("Mara");
  await guest.page.getByLabel("Password").fill("wrong");
  await guest.page.getByRole("button", { name: "Join" }).tap();
  await expect(guest.page.getByRole("alert").filter({ hasText: "password" })).toBeVisible();
  await guest.page.getByLabel("Password").fill("open sesame");
  await guest.page.getByRole("button", { name: "Join" }).tap();
  await guest.live();
  const response = await guest.page.goto("/r/NOSUCHROOM");
  expect(response?.status()).toBe(404);
  await expect(guest.page.getByRole("heading", { name: "Page not found" })).toBeVisible();
});

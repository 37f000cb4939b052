import type { Page } from "@playwright/test";
import { expectClean } from "#e2e/fixtures/axe.ts";
import { looks } from "#e2e/fixtures/looks.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { comeIn } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { walkByKeyboard } from "#e2e/fixtures/walk-by-keyboard.ts";

test.use({ bypassCSP: true, expectedErrors: /status of (400|404)/, timezoneId: "Asia/Tokyo" });

const newName = () => {
  const id = Math.random().toString(36).slice(2, 8);
  return { id, name: `Design ${id}` };
};

test("check-ins: a team is registered beside a preview, changed, and archived", async ({ app, page }) => {
  const { id, name } = newName();
  await comeIn(page, app, "/admin/demo/teams");
  await page.getByRole("main").getByRole("link", { name: "New team" }).click();
  const form = page.getByRole("main");
  const preview = page.getByRole("region", { name: "Next check-ins" });
  await expect(form.getByLabel("Time zone").last()).toHaveValue("Asia/Tokyo");
  await expect(preview).toContainText("Demo");
  await form.getByLabel("Name", { exact: true }).fill(name);
  await form.getByRole("checkbox", { name: "Friday" }).uncheck();
  await form.getByLabel("Time", { exact: true }).fill("10:15");
  await expect(preview).toContainText("10:15");
  await form.getByLabel("Time zone").last().fill("Mars/Base");
  await expect(preview).toContainText("a valid time zone");
  await form.getByRole("button", { name: "Create team" }).click();
  await expect(form.getByText("Choose a valid time zone, such as Europe/Berlin.")).toBeVisible();
  await form.getByLabel("Time zone").last().fill("Europe/Berlin");

  await form.getByLabel("Add someone").selectOption("Someone without an account");
  await form.getByLabel("Person's name").fill("Yuki");
  await page.keyboard.press("Enter");
  await form.locator("summary", { hasText: "Yuki" }).click();
  const yuki = form.getByRole("listitem").filter({ hasText: "Yuki" });
  await yuki.getByLabel("Time zone").fill("America/New_York");
  await expect(preview).toContainText("New York");
  await form.getByLabel("Template").selectOption("Shift handover");
  await expect(form.getByLabel("Question 2", { exact: true })).toHaveValue("What is still open?");
  await form.getByRole("button", { name: "Remove question 3" }).click();
  await expect(form.getByLabel("Template")).toHaveValue("own");

  const year = new Date().getUTCFullYear() + 1;
  const calendar = `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Founders\r\nDTSTART;VALUE=DATE:${year}0704\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
  const chooser = page.locator("input[type=file]");
  await chooser.setInputFiles({ name: "no.ics", mimeType: "text/calendar", buffer: Buffer.from("<html>") });
  await expect(page.getByText("This is not an iCalendar file.")).toBeVisible();
  await form.getByLabel("Calendar URL").fill("https://127.0.0.1/free.ics");
  await form.getByRole("button", { name: "Load", exact: true }).click();
  await expect(page.getByText("The URL is not on the public internet.")).toBeVisible();
  await chooser.setInputFiles({ name: "free.ics", mimeType: "text/calendar", buffer: Buffer.from(calendar) });
  await expect(page.getByText("1 upcoming free day")).toBeVisible();
  await form.getByRole("button", { name: "Create team" }).click();

  const card = page.getByRole("article", { name });
  await expect(card).toContainText("Mon Tue Wed Thu, 10:15 AM in each person's time zone");
  await card.getByRole("link", { name: `Settings for ${name}` }).click();
  await expect(page.getByText(`Jul 4, ${year} (Founders)`)).toBeVisible();
  await expect(page.getByLabel("Question 2", { exact: true })).toHaveValue("What is still open?");
  await page.getByRole("checkbox", { name: "Friday" }).check();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page.getByText("Monday to Friday, 10:15")).toBeVisible();

  const members = page.getByRole("region", { name: "Members" });
  await members.getByRole("button", { name: "Set as away: Yuki" }).click();
  const last = new Date(Date.now() + 14 * 86_400_000);
  await page.getByRole("alertdialog").getByLabel("Last day away").fill(last.toISOString().slice(0, 10));
  await page.getByRole("alertdialog").getByRole("button", { name: "Set as away" }).click();
  await expect(members.getByRole("listitem").filter({ hasText: "Yuki" })).toContainText(
    `Away through ${last.toLocaleDateString("en-US", { timeZone: "UTC", month: "short", day: "numeric" })}`,
  );
  await members.getByRole("button", { name: "Yuki is back" }).click();
  await expect(members.getByRole("button", { name: "Set as away: Yuki" })).toBeVisible();
  const own = page.getByRole("region", { name: "Your check-in" });
  await own.getByRole("button", { name: "I'm away…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Set as away" }).click();
  await own.getByRole("button", { name: "I'm back" }).click();
  await own.getByRole("button", { name: "Use Tokyo time" }).click();
  await expect(own.getByText("Your check-ins follow the time in Tokyo.")).toBeVisible();

  await page.goto(`/admin/demo/teams/design-${id}/settings`);
  await page.getByRole("button", { name: `Archive ${name}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Archive" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: name })).toContainText("Archived");
});

test("check-ins: an update is answered, opened, found, edited, exported and deleted", async ({
  app,
  page,
}) => {
  const { id, name } = newName();
  await comeIn(page, app, "/admin/demo/new-team");
  await page.getByLabel("Name", { exact: true }).fill(name);
  // Without days no round opens meanwhile, at any hour.
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
    await page.getByRole("checkbox", { name: day }).uncheck();
  await page.getByRole("button", { name: "Create team" }).click();
  await page.getByRole("article", { name }).getByRole("link", { name, exact: true }).click();
  const own = page.getByRole("region", { name: "Your check-in" });
  await own.getByRole("button", { name: "Submit" }).click();
  await expect(own.getByText("Answer at least one question.")).toBeVisible();
  await own.getByLabel("What did you do since").fill(`Drew icons ${id}\n<b>not bold</b> & done`);
  await own.getByLabel("What will you do next?").fill("Color them");
  await own.getByRole("button", { name: "Submit" }).click();
  await expect(own.getByText("Update saved")).toBeVisible();
  const updates = page.getByRole("article", { name: /^Demo's update/ });
  await expect(updates).toContainText("<b>not bold</b> & done");
  await page.reload();
  await expect(own.getByLabel("What did you do since")).toHaveValue("Color them");

  await updates.getByRole("link", { name: /^Open Demo's update/ }).click();
  await expect(page).toHaveURL(/\/admin\/demo\/updates\/[\w.:-]+$/);
  const place = new URL(page.url()).pathname.split("/").at(-1);
  await page.goto(`/updates/${place}`);
  await expect(page).toHaveURL(`${app.url}/admin/demo/updates/${place}`);
  await page.getByRole("button", { name: /^Edit/ }).click();
  await expect(page.getByLabel("What will you do next?")).toHaveValue("Color them");
  await page.getByLabel("What did you do since").fill(`Drew all icons ${id}`);
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(updates).toContainText("edited");

  await page.goto("/admin/demo/updates");
  await expect(page.getByText("your time zone, Asia/Tokyo")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search updates" }).fill(`icons ${id}`);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/search=icons/);
  await expect(updates).toHaveCount(1);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export these updates as CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("updates.csv");
  const csv = Buffer.concat(await (await file.createReadStream()).toArray()).toString();
  expect(csv.split("\r\n")).toHaveLength(3);
  expect(csv).toContain(`Drew all icons ${id}`);

  await page.goto("/admin/demo/updates?team=workshop&author=Tess");
  const byTess = page.getByRole("article", { name: /^Tess's update/ });
  await expect(byTess).toHaveCount(10);
  await expect(byTess.getByRole("button", { name: /^Edit/ })).toHaveCount(0);

  await page.goto(`/updates/${place}`);
  await page.getByRole("button", { name: /^Delete/ }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(`${app.url}/admin/demo/updates`);
  expect((await page.goto(`/updates/${place}`))?.status()).toBe(404);
});

test("check-ins: the pages hold at every width and theme, by keyboard, and axe finds nothing", async ({
  app,
  page,
}) => {
  await comeIn(page, app, "/admin/demo/teams");
  const [update] = await updatesOf(page);
  const places = {
    teams: "teams",
    team: "teams/workshop",
    settings: "teams/workshop/settings",
    "new-team": "new-team",
    updates: "updates",
    none: "updates?search=nothing-like-this",
    update: `updates/${update}`,
  };
  for (const [name, place] of Object.entries(places)) {
    await page.setViewportSize({ width: 768, height: 900 });
    await page.goto(`/admin/demo/${place}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    if (place.endsWith("settings") || place === "new-team")
      await expect(page.getByText("The next one closes")).toHaveCount(2);
    await expectFits(page, `${name} at 768`);
    await walkByKeyboard(page, name);
    for (const { width, colorScheme } of looks) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await expectFits(page, `${name} at ${width}`);
      await shoot(page, `check-ins-${name}-${width}-${colorScheme}`, { fullPage: true });
      await expectClean(page, `${name} at ${width}, ${colorScheme}`);
    }
  }
});

async function expectFits(page: Page, what: string): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect.soft(overflow, what).toBeLessThanOrEqual(0);
}

async function updatesOf(page: Page): Promise<string[]> {
  const response = await page.request.get("/api/admin/demo/updates?team=workshop&format=json");
  return ((await response.json()) as { update_id: string }[]).map(({ update_id }) => update_id);
}

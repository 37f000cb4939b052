import { expectClean } from "#e2e/fixtures/axe.ts";
import { comeIn } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

test.use({ bypassCSP: true, expectedErrors: /status of 400/ });

test("check-ins: a team is registered, its updates are written, found, edited and deleted", async ({
  app,
  page,
}) => {
  await comeIn(page, app, "/admin/demo/teams");
  const id = Math.random().toString(36).slice(2, 8);
  const name = `Design ${id}`;
  await expect(page.getByRole("link", { name: "Updates from Workshop" })).toBeVisible();
  const form = page.getByRole("region", { name: "New team" });
  await form.getByLabel("Name", { exact: true }).fill(name);
  await form.getByRole("checkbox", { name: "Friday" }).uncheck();
  await form.getByLabel("Time", { exact: true }).fill("10:15");
  await form.getByLabel("Time zone").fill("Mars/Base");
  await form.getByRole("checkbox", { name: "Demo", exact: true }).check();
  await form.getByRole("button", { name: "Create team" }).click();
  await expect(form.getByText("Choose a valid time zone, such as Europe/Berlin.")).toBeVisible();
  await form.getByLabel("Time zone").fill("Europe/Berlin");
  await form.getByRole("button", { name: "Create team" }).click();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("Mon Tue Wed Thu, 10:15");
  await expect(row).toContainText("No updates today");

  await row.getByRole("link", { name: `Settings for ${name}` }).click();
  await expect(page.getByRole("checkbox", { name: "Demo", exact: true })).toBeChecked();
  await page.getByRole("checkbox", { name: "Friday" }).check();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Teams" }).click();
  await expect(row).toContainText("Monday to Friday, 10:15");

  await row.getByRole("link", { name: `Updates from ${name}` }).click();
  await expect(page.getByRole("heading", { name: "No results" })).toBeVisible();
  const writing = page.getByRole("region", { name: "Your update" });
  await expect(writing.getByLabel("Team")).toHaveValue(`design-${id}`);
  const box = writing.getByLabel("What did you do, and what's next?");
  const text = `Drew the icons ${id}\n<b>not bold</b> & done`;
  await box.fill(text);
  await writing.getByRole("button", { name: "Submit" }).click();
  const list = page.getByRole("main").getByRole("listitem");
  await expect(list).toHaveCount(1);
  await expect(list.first()).toContainText(`Drew the icons ${id}`);
  await expect(list.first()).toContainText("<b>not bold</b> & done");
  await expect(box).toHaveValue("");

  await list.getByRole("button", { name: /^Edit/ }).click();
  await list.getByLabel("What did you do, and what's next?").fill(`Drew all icons ${id}`);
  await list.getByRole("button", { name: "Save changes" }).click();
  await expect(list.first()).toContainText("edited");

  await page.goto("/admin/demo/updates");
  await page.getByRole("searchbox", { name: "Search updates" }).fill(`icons ${id}`);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/search=icons/);
  await expect(list).toHaveCount(1);
  await page.goto("/admin/demo/updates?team=workshop&author=Tess");
  await expect(list.first()).toContainText("Tess");
  await expect(list).toHaveCount(10);
  await expect(list.getByRole("button", { name: /^Edit/ })).toHaveCount(0);

  await page.goto(`/admin/demo/updates?team=design-${id}`);
  await list.getByRole("button", { name: /^Delete/ }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { name: "No results" })).toBeVisible();

  await page.goto(`/admin/demo/teams/design-${id}`);
  await page.getByRole("button", { name: `Archive ${name}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Archive" }).click();
  await expect(row).toContainText("Archived");
});

test("check-ins: the pages hold at every width and theme, and axe finds nothing", async ({ app, page }) => {
  await comeIn(page, app, "/admin/demo/teams");
  for (const place of ["teams", "teams/workshop", "updates", "updates?search=nothing-like-this"]) {
    await page.goto(`/admin/demo/${place}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const width of [390, 1440])
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect.soft(overflow, `${place} at ${width}`).toBeLessThanOrEqual(0);
        const name = `${place.replace(/\W.*/, (rest) => (rest.startsWith("?") ? "-none" : "-one"))}-${width}-${colorScheme}`;
        await page.screenshot({ path: `e2e/.shots/check-ins-${name}.png`, fullPage: true });
        await expectClean(page, `${place} at ${width}, ${colorScheme}`);
      }
  }
});

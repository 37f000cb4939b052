import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { heights, looks } from "#e2e/fixtures/looks.ts";
import type { Mailbox } from "#e2e/fixtures/mailbox.ts";
import { joinByApi, PASSWORD, type Person } from "#e2e/fixtures/person.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { signIn } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

/** The browser reports requests that these tests expect to be refused as errors. */
test.use({ expectedErrors: /the server responded with a status of 40[0-4]/, group: "closing" });

type App = Parameters<typeof joinByApi>[0];

/** A workspace with its owner, an admin, a chatbot, and a key of each. */
async function makeWorkspace(app: App, mailbox: Mailbox) {
  const unique = Math.random().toString(36).slice(2, 9);
  const [slug, handle] = [`w-${unique}`, `lamp-${unique}`];
  const boss = await joinByApi(app, mailbox, "Olga");
  const admin = await joinByApi(app, mailbox, "Adam");
  await boss.json("/api/account/workspaces", { method: "POST", body: { name: "Lamps", slug } });
  const api = `/api/admin/${slug}`;
  const bot = await boss.json<{ id: string }>(`${api}/chatbots`, {
    method: "POST",
    body: { name: "Lamp Help", handle, template: "support", visibility: "public" },
  });
  const { link } = await boss.json<{ link: string }>(`${api}/invitations`, {
    method: "POST",
    body: { role: "admin" },
  });
  const accept = { token: link.split("#")[1], accept: true };
  await admin.json("/api/account/invitation", { method: "POST", body: accept });
  const makeKey = async (person: Person, body: object) =>
    (await person.json<{ key: string }>(`${api}/keys`, { method: "POST", body })).key;
  const key = await makeKey(boss, { name: "Website", scopes: ["chat", "knowledge:read"], chatbot: bot.id });
  const expiresAt = new Date(Date.now() + 90 * 86_400_000).toISOString();
  await makeKey(admin, { name: "Import script", scopes: ["knowledge:write"], expiresAt });
  return { slug, handle, api, boss, admin, key, botId: bot.id };
}

const enter = (page: Page, app: App, { email }: Person, next: string) =>
  signIn(page, app, { email, password: PASSWORD, next });

test("shows a key's maker and lets another member take it over", async ({ page, app, mailbox }) => {
  const { slug, boss } = await makeWorkspace(app, mailbox);
  await enter(page, app, boss, `/admin/${slug}/keys`);
  const row = page.getByRole("listitem").filter({ hasText: "Import script" });
  await expect(row).toContainText(/pk_\S{4}…\S{4}/);
  await expect(row).toContainText("Created by Adam on");
  await expect(row).toContainText("Expires on");
  await expect(page.getByRole("listitem").filter({ hasText: "Website" })).toContainText("Only Lamp Help");
  await row.getByRole("button", { name: "Take over Import script" }).click();
  await expect(row).toContainText("Created by Olga on");
  await expect(row.getByRole("button", { name: "Take over Import script" })).toHaveCount(0);
});

test("hands a workspace over and lets its previous owner leave", async ({ page, app, mailbox, browser }) => {
  const { slug, boss, admin } = await makeWorkspace(app, mailbox);
  await enter(page, app, boss, `/admin/${slug}/settings`);
  await page.getByLabel("New owner").selectOption({ label: "Adam" });
  await page.getByRole("button", { name: "Hand over" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Hand over" }).click();
  await expect(page.getByText("Adam has been asked to take over this workspace.")).toBeVisible();
  const mail = await mailbox.newest(admin.email, /wants to make you the owner of/);
  expect(mail).toContain(`/admin/${slug}/settings`);

  const context = await browser.newContext();
  const other = await context.newPage();
  await enter(other, app, admin, `/admin/${slug}`);
  await expect(other.getByText("Olga wants to hand this workspace over to you")).toBeVisible();
  await other.getByRole("link", { name: "Open settings" }).click();
  await other.getByRole("button", { name: "Accept" }).click();
  await expect(other.getByRole("heading", { name: "Delete workspace" })).toBeVisible();
  await context.close();

  await page.goto(`/admin/${slug}/members`);
  const own = page.getByRole("listitem").filter({ hasText: boss.email });
  await own.getByRole("button", { name: "Leave" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(/\/admin$/);
  await expect(page.getByText("Lamps")).toHaveCount(0);
});

test("deletes a workspace when its name is typed, closes it at once, and restores it", async ({
  page,
  app,
  mailbox,
}) => {
  const { slug, handle, boss, admin, key } = await makeWorkspace(app, mailbox);
  const chatStatus = async () => (await page.request.get(`/c/${handle}`)).status();
  const keyStatus = async () => {
    const headers = { authorization: `Bearer ${key}` };
    return (await page.request.get(`/api/jobs?chatbot=${handle}`, { headers })).status();
  };
  await enter(page, app, boss, `/admin/${slug}/settings`);
  expect([await chatStatus(), await keyStatus()]).toEqual([200, 200]);
  const start = page.getByRole("button", { name: "Delete workspace" });
  await start.click();
  await page.getByLabel("Workspace name", { exact: true }).last().fill("lamps");
  await start.click();
  await expect(page.getByText("This doesn't match the workspace's name.")).toBeVisible();
  await page.getByLabel("Workspace name", { exact: true }).last().fill("Lamps");
  await start.click();
  await expect(page.getByRole("note")).toContainText("will be permanently deleted on");
  await mailbox.newest(admin.email, /will be deleted/);
  await expect(async () => expect([await chatStatus(), await keyStatus()]).toEqual([404, 401])).toPass({
    timeout: 60_000,
  });
  await page.goto("/admin");
  await expect(page.getByText(/Will be deleted on/)).toBeVisible();
  await page.goto(`/admin/${slug}/settings`);
  await page.getByRole("button", { name: "Restore workspace" }).click();
  await expect(page.getByRole("note")).toHaveCount(0);
  await expect(async () => expect([await chatStatus(), await keyStatus()]).toEqual([200, 200])).toPass({
    timeout: 60_000,
  });
});

test("a renamed chatbot's old address redirects to the new one", async ({ page, app, mailbox }) => {
  const { api, handle, boss, botId } = await makeWorkspace(app, mailbox);
  const { version } = await boss.json<{ version: string }>(`${api}/chatbots/${botId}`);
  const next = `${handle}-new`;
  await boss.json(`${api}/chatbots/${botId}`, { method: "PATCH", body: { version, handle: next } });
  await expect(async () => {
    await page.goto(`/c/${handle}`);
    await expect(page).toHaveURL(new RegExp(`/c/${next}$`), { timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByRole("heading", { name: "Lamp Help" })).toBeVisible();
});

test("names and links with direction marks do not reorder the text around them", async ({
  page,
  app,
  mailbox,
}) => {
  const { slug, api, boss } = await makeWorkspace(app, mailbox);
  const name = "abc \u05d0\u05d1\u05d2 (1)";
  await boss.json(`${api}/keys`, { method: "POST", body: { name: `\u202e${name}\u202e`, scopes: ["chat"] } });
  const { keys } = await boss.json<{ keys: { name: string }[] }>(`${api}/keys`);
  expect(
    keys.map((one) => one.name),
    "stored without the override",
  ).toContain(name);
  await enter(page, app, boss, `/admin/${slug}/keys`);
  const shown = page.getByText(name, { exact: true });
  expect(await shown.evaluate((element) => getComputedStyle(element).unicodeBidi)).toBe("isolate");
  const row = page.getByRole("listitem").filter({ hasText: name });
  await row.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("alertdialog")).toContainText(`\u2068${name}\u2069`);
});

for (const { width: size, colorScheme } of looks) {
  test.describe(`${size} ${colorScheme}`, () => {
    const viewport = { width: size, height: heights[size] };
    test.use({ viewport, colorScheme, reducedMotion: "reduce", bypassCSP: true });

    test("the pages of keys and settings fit, and axe finds nothing", async ({ page, app, mailbox }) => {
      const look = async (name: string) => {
        await shoot(page, `${name}-${size}-${colorScheme}`, { fullPage: true });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wide, `${name}: pixels beyond the page`).toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
          name,
        ).toEqual([]);
      };
      const { slug, boss } = await makeWorkspace(app, mailbox);
      await enter(page, app, boss, `/admin/${slug}/keys`);
      await expect(page.getByRole("button", { name: "Create key" })).toBeEnabled();
      await look("keys");
      await page.goto(`/admin/${slug}/settings`);
      await page.getByRole("button", { name: "Delete workspace" }).click();
      await page.getByLabel("Workspace name", { exact: true }).last().fill("Lamps");
      await look("settings-delete");
      await page.getByRole("button", { name: "Delete workspace" }).click();
      await expect(page.getByRole("note")).toBeVisible();
      await look("settings-deleted");
      await page.goto("/admin");
      await look("workspaces-deleted");
    });
  });
}

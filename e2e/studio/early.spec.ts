import type { Page } from "@playwright/test";
import type { AppServer } from "#e2e/fixtures/app-server.ts";
import { holdScripts } from "#e2e/fixtures/hold-scripts.ts";
import { owner, type Person } from "#e2e/fixtures/person.ts";
import { comeIn } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

/** A workspace of its own, of the demo's owner, who is at home in the browser. */
async function house(page: Page, app: AppServer) {
  await comeIn(page, app);
  const boss = await owner(app);
  const slug = `early-${Date.now()}${Math.random().toString(36).slice(2, 6)}`;
  await boss.json("/api/account/workspaces", { method: "POST", body: { name: "Early house", slug } });
  return { boss, slug };
}

const settings = async (boss: Person, slug: string) =>
  (await boss.json<{ settings: Record<string, unknown> }>(`/api/admin/${slug}`)).settings;

test("saves what is ticked and typed in Settings when the code arrives late", async ({ page, app }) => {
  const { boss, slug } = await house(page, app);
  const before = await settings(boss, slug);
  const release = await holdScripts(page);
  await page.goto(`/admin/${slug}/settings`, { waitUntil: "commit" });
  const box = page.getByLabel("Allow visitors to create an account");
  const isTicked = await box.isChecked();
  const entered = [box.click(), page.getByLabel("Guest message limit").fill("3")];
  release();
  await Promise.all(entered);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await expect(box).toBeChecked({ checked: !isTicked });
  const access = { ...(before.access as object), accounts: !isTicked, guestMessages: 3 };
  expect((await settings(boss, slug)).access, "and nothing else is changed").toEqual(access);
});

test("uses the template and skills that are chosen when the code arrives late", async ({ page, app }) => {
  const { boss, slug } = await house(page, app);
  const release = await holdScripts(page);
  await page.goto(`/admin/${slug}/chatbots/new`, { waitUntil: "commit" });
  const chosen = page.getByRole("radio", { name: /Oracle/ }).check();
  release();
  await chosen;
  await expect(page.getByLabel("Name", { exact: true }), "the page follows").toHaveValue("Oracle");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(/\/chatbots\/bot_\w+$/);
  const id = page.url().split("/").at(-1);
  const skills = async () =>
    (await boss.json<{ config: { skills: string[] } }>(`/api/admin/${slug}/chatbots/${id}`)).config.skills;
  const all = await skills();

  const again = await holdScripts(page);
  await page.goto(page.url(), { waitUntil: "commit" });
  const unticked = page.getByRole("checkbox", { name: /Tarot/ }).uncheck();
  again();
  await unticked;
  await page.getByRole("checkbox", { name: /Moon/ }).uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(skills, "several at once").toHaveLength(all.length - 2);
  expect(await skills()).toEqual(all.filter((name) => !/tarot|moon/.test(name)));
});

test("keeps what is typed before the code arrives, and submits once when it is there", async ({
  page,
  app,
}) => {
  const { email, password } = app.admin;
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") sent.push(new URL(request.url()).pathname);
  });
  const release = await holdScripts(page);
  await page.goto("/sign-in?next=%2Faccount", { waitUntil: "commit" });
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Password", { exact: true }).press("Enter");
  const pressed = page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByLabel("Email"), "nothing is lost").toHaveValue(email);
  expect(sent, "nothing is sent yet").toEqual([]);
  release();
  await pressed;
  await expect(page).toHaveURL(/\/account$/);
  expect(sent.filter((path) => /callback\/password/.test(path))).toHaveLength(1);

  const again = await holdScripts(page);
  await page.goto("/account", { waitUntil: "commit" });
  const setUp = page.getByRole("button", { name: "Set up" });
  await expect(setUp).toBeDisabled();
  const started = setUp.click();
  again();
  await started;
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  expect(sent.filter((path) => /second-factor/.test(path))).toHaveLength(1);
});

test("keeps a button disabled while a part of the page's code is missing", async ({ page, app }) => {
  await comeIn(page, app);
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") sent.push(new URL(request.url()).pathname);
  });
  const release = await holdScripts(page, "recoveryCodesLeft");
  await page.goto("/account", { waitUntil: "commit" });
  await page.waitForFunction(() => Object.keys(document).some((key) => key.startsWith("__reactContainer")));
  const pressed = page.getByRole("button", { name: "Set up" }).click();
  await page.waitForTimeout(300);
  await expect(page.getByRole("button", { name: "Set up" })).toBeDisabled();
  expect(sent, "nothing is sent yet").toEqual([]);
  release();
  await pressed;
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  await page.waitForTimeout(300);
  expect(sent).toEqual(["/api/account/second-factor"]);
});

test("switches from the stored theme when the code arrives late", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Switch to dark theme" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const release = await holdScripts(page);
  await page.reload({ waitUntil: "commit" });
  const pressed = page.getByRole("button", { name: /^Switch to (dark|light)/ }).click();
  release();
  await pressed;
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
  await expect(page.getByRole("button", { name: "Switch to dark theme" })).toBeVisible();
});

test.describe("what the server refuses", () => {
  test.use({ expectedErrors: /the server responded with a status of 409/ });

  test("is shown for a role chosen when the code arrives late, and the role stays", async ({ page, app }) => {
    const { slug } = await house(page, app);
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.method() !== "GET") sent.push(request.method());
    });
    const release = await holdScripts(page);
    await page.goto(`/admin/${slug}/members`, { waitUntil: "commit" });
    const role = page.getByRole("combobox", { name: "Demo's role" });
    const chosen = role.selectOption("admin");
    release();
    await chosen;
    await expect(page.getByRole("alert").filter({ hasText: "owner" })).toBeVisible();
    await expect(role).toHaveValue("owner");
    expect(sent).toEqual(["PATCH"]);
  });
});

test("sends no request of its own when a page is opened by a link", async ({ page, app }) => {
  const { slug } = await house(page, app);
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") sent.push(`${request.method()} ${request.url()}`);
  });
  await page.goto(`/admin/${slug}/settings`);
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("combobox", { name: "Demo's role" })).toHaveValue("owner");
  await page.waitForTimeout(500);
  expect(sent).toEqual([]);
});

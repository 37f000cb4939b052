import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { heights, looks } from "#e2e/fixtures/looks.ts";
import { joinByApi, PASSWORD, Person } from "#e2e/fixtures/person.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { signIn } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

/** What is refused on purpose in these tests, the browser tells as an error. */
test.use({ expectedErrors: /the server responded with a status of 40[013]/ });

const STEP_MS = 30_000;

/** A code that no step before it was used for. */
async function freshCode(secret: string, usedAt: number): Promise<string> {
  const wait = (Math.floor(usedAt / STEP_MS) + 1) * STEP_MS - Date.now();
  // The next step's code is taken already now: clocks may differ by one.
  const timestamp = wait > 0 ? Date.now() + STEP_MS : Date.now();
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

async function openAccount(page: Page, email: string, app: Parameters<typeof signIn>[1]) {
  await signIn(page, app, { email, password: PASSWORD, next: "/account" });
  await expect(page.getByRole("heading", { name: "Two-factor authentication" })).toBeVisible();
}

/** Sets one up by the page. @returns the app's secret, and the recovery codes */
async function setUp(page: Page): Promise<{ secret: string; recoveryCodes: string[]; usedAt: number }> {
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  await page.getByText("Enter the key manually").click();
  const secret = (await page.locator("details code").textContent()) ?? "";
  const usedAt = Date.now();
  await page
    .getByLabel("Code", { exact: true })
    .fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeFocused();
  const recoveryCodes = await page.locator("ul.font-mono li").allTextContents();
  await page.getByRole("button", { name: "I've saved them" }).click();
  await expect(page.getByText(/On since .* 10 recovery codes left/)).toBeVisible();
  return { secret, recoveryCodes, usedAt };
}

async function leave(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(page).toHaveURL(/\/sign-in$/);
}

async function enterPassword(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in?next=%2Faccount");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/second-factor\?next=%2Faccount$/);
}

test("a second factor is set up, asked for, and can be left by paper", async ({ page, app, mailbox }) => {
  const { email } = await joinByApi(app, mailbox, "Safe");
  await openAccount(page, email, app);
  const { secret, recoveryCodes, usedAt } = await setUp(page);
  expect(recoveryCodes).toHaveLength(10);
  await leave(page);

  await enterPassword(page, email);
  for (const path of ["/account", "/admin", "/admin/demo"]) {
    await page.goto(path);
    await expect(page, `${path} is not opened by half`).toHaveURL(/\/second-factor\?next=/);
  }
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("This code is incorrect or was already used.")).toBeVisible();
  await page.goto("/second-factor?next=%2Faccount");
  await page.getByLabel("Code", { exact: true }).fill(await freshCode(secret, usedAt));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/account$/);
  await page.goto("/second-factor?next=%2Faccount");
  await expect(page, "nothing more to show").toHaveURL(/\/account$/);

  await leave(page);
  await enterPassword(page, email);
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await page.getByLabel("Recovery code").fill(recoveryCodes[0] ?? "");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByText(/9 recovery codes left/)).toBeVisible();
  await page.getByRole("button", { name: "Turn off", exact: true }).click();
  await page.getByLabel("Code", { exact: true }).fill(recoveryCodes[1] ?? "");
  await page.getByRole("button", { name: "Turn off", exact: true }).click();
  await expect(page.getByRole("button", { name: "Set up" })).toBeVisible();
});

test("someone without the second factor can switch accounts, and the pending session ends", async ({
  page,
  app,
  mailbox,
}) => {
  const { email } = await joinByApi(app, mailbox, "Lost");
  await openAccount(page, email, app);
  await setUp(page);
  await leave(page);
  await enterPassword(page, email);
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === "parley_session");
  await page.getByRole("button", { name: "Sign in with a different account" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  const dead = await fetch(`${app.url}/api/account/second-factor/pass`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: `parley_session=${cookie?.value}` },
    body: JSON.stringify({ code: "123456" }),
  });
  expect(dead.status).toBe(401);
});

test("a workspace that asks for one sends its members to set it up", async ({ page, app, mailbox }) => {
  const boss = await joinByApi(app, mailbox, "Boss");
  const slug = `safe-${Date.now()}`;
  await boss.json("/api/account/workspaces", { method: "POST", body: { name: "Safe house", slug } });
  await signIn(page, app, { email: boss.email, password: PASSWORD, next: `/admin/${slug}/settings` });
  await page.getByLabel("Require two-factor authentication").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Turn on two-factor authentication in your own account first.")).toBeVisible();
  await page.goto("/account");
  await setUp(page);
  await page.goto(`/admin/${slug}/settings`);
  await page.getByLabel("Require two-factor authentication").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const invited = await fetch(`${app.url}/api/admin/${slug}/invitations`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie },
    body: JSON.stringify({ role: "editor" }),
  });
  const { link } = (await invited.json()) as { link: string };
  const guest = await joinByApi(app, mailbox, "Guest");
  await guest.json("/api/account/invitation", {
    method: "POST",
    body: { token: link.split("#")[1], accept: true },
  });
  const refused = await guest.call(`/api/admin/${slug}`);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({
    error: {
      message: expect.stringContaining("requires two-factor authentication"),
      code: "second_factor_required",
    },
  });
  await page.context().clearCookies();
  await signIn(page, app, { email: guest.email, password: PASSWORD, next: "/account" });
  await page.goto(`/admin/${slug}`);
  await expect(page).toHaveURL(/\/account\?required=second-factor$/);
  await expect(page.getByText("Your workspace requires two-factor authentication.")).toBeVisible();
  await setUp(page);
  await page.goto(`/admin/${slug}`);
  await expect(page).toHaveURL(new RegExp(`/admin/${slug}$`));
});

for (const { width: size, colorScheme } of looks) {
  test.describe(`${size} ${colorScheme}`, () => {
    const viewport = { width: size, height: heights[size] };
    test.use({ viewport, colorScheme, reducedMotion: "reduce", bypassCSP: true });

    test("its pages fit, and axe finds nothing", async ({ page, app, mailbox }) => {
      const look = async (name: string) => {
        await shoot(page, `second-factor-${name}-${size}-${colorScheme}`, { fullPage: true });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wide, `${name}: pixels beyond the page`).toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
          name,
        ).toEqual([]);
      };
      const { email } = await joinByApi(app, mailbox, "Looks");
      await openAccount(page, email, app);
      await page.getByRole("button", { name: "Set up" }).click();
      await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
      await look("setup");
      await page.getByText("Enter the key manually").click();
      const secret = (await page.locator("details code").textContent()) ?? "";
      await page
        .getByLabel("Code", { exact: true })
        .fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
      await page.getByRole("button", { name: "Turn on" }).click();
      await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
      await look("codes");
      await page.getByRole("button", { name: "I've saved them" }).click();
      await leave(page);
      await enterPassword(page, email);
      await look("asked");
      const half = new Person(app, email);
      await half.signIn();
      expect((await half.call("/api/account/sessions")).status).toBe(401);
    });
  });
}

import type { Page } from "@playwright/test";
import { type AppServer, freePort, startApp } from "#e2e/fixtures/app-server.ts";
import { startOidcServer } from "#e2e/fixtures/oidc-server.ts";
import { seededDirectory } from "#e2e/fixtures/seeded.ts";
import { signIn } from "#e2e/fixtures/sign-in.ts";
import { test as base, expect } from "#e2e/fixtures/test.ts";

/** An app with one sign-in provider besides passwords. */
const test = base.extend<object, { app: AppServer }>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from its pattern
    async ({}, use) => {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const oidc = await startOidcServer(`${url}/api/auth/callback/oidc`);
      const app = await startApp({
        mode: "server",
        from: seededDirectory,
        port,
        env: {
          NEXTAUTH_URL: url,
          OIDC_NAME: "Acme ID",
          OIDC_ISSUER: oidc.issuer,
          OIDC_CLIENT_ID: oidc.clientId,
          OIDC_CLIENT_SECRET: oidc.clientSecret,
        },
      });
      await use({ ...app, url });
      await app.stop();
      await oidc.close();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

/** The provider's own pages ask for a font. */
test.use({ expectedErrors: /fonts\.googleapis\.com|favicon/ });

async function askProvider(page: Page, name: string, next = "/admin"): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByRole("button", { name: "Continue with Acme ID" }).click();
  await page.getByPlaceholder("Enter any login").fill(name);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
}

async function comeAs(page: Page, name: string, next?: string): Promise<void> {
  await askProvider(page, name, next);
  await page.getByRole("button", { name: "Continue" }).click();
}

test("a provider's person is signed in, is the same one next time, and lands where they wanted to go", async ({
  page,
  browser,
  app,
}) => {
  const name = `ada${Date.now()}`;
  await comeAs(page, name, "/account");
  await expect(page).toHaveURL(`${app.url}/account`);
  await expect(page.getByText(`${name}@example.com`).first()).toBeVisible();
  await page.goto("/admin");
  await page.getByLabel("Name", { exact: true }).fill("Ada's");
  await page.getByLabel("URL").fill(name);
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page).toHaveURL(`${app.url}/admin/${name}`);
  const context = await browser.newContext({ baseURL: app.url });
  const elsewhere = await context.newPage();
  await comeAs(elsewhere, name, `/admin/${name}`);
  await expect(elsewhere).toHaveURL(`${app.url}/admin/${name}`);
  await context.close();
});

test("an email that the provider has not verified opens no account, and the reason is shown", async ({
  page,
  app,
}) => {
  await comeAs(page, `unvouched${Date.now()}`);
  await expect(page).toHaveURL(/\/sign-in\?.*error=/);
  await expect(page.getByRole("alert").filter({ hasText: /\w/ }).first()).toBeVisible();
  await page.goto(`${app.url}/account`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("an answer that was not asked for from this browser is refused (login CSRF)", async ({
  page,
  browser,
  app,
}) => {
  let answer = "";
  page.on("request", (request) => {
    if (request.url().includes("/api/auth/callback/oidc")) answer = request.url();
  });
  await askProvider(page, `mallory${Date.now()}`);
  // Their own browser forgets that it asked, so the code is not used up.
  await page.context().clearCookies({ name: /^next-auth/ });
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL(/\/sign-in\?.*error=/);
  expect(answer).toContain("code=");
  const context = await browser.newContext({ baseURL: app.url });
  const victim = await context.newPage();
  await victim.goto(answer);
  await expect(victim).toHaveURL(/\/sign-in\?.*error=/);
  await victim.goto("/account");
  await expect(victim).toHaveURL(/\/sign-in\?next=/);
  await context.close();
});

test("passwords still work", async ({ page, app }) => {
  await signIn(page, app, { next: "/admin/demo" });
});

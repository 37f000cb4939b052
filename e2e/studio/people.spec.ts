import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { heights, looks } from "#e2e/fixtures/looks.ts";
import type { Mailbox } from "#e2e/fixtures/mailbox.ts";
import { joinByApi, PASSWORD, type Person } from "#e2e/fixtures/person.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";

/** What is refused on purpose in these tests, the browser tells as an error. */
test.use({ expectedErrors: /the server responded with a status of 40[0-4]/ });

type Place = { slug: string; handle: string; boss: Person };

/** A new workspace with a public oracle and limits for guests and trials. */
async function workspace(
  app: Parameters<typeof joinByApi>[0],
  mailbox: Mailbox,
  access: { guestMessages: number | null; trialMessages: number | null; trialDays: number | null },
): Promise<Place> {
  const boss = await joinByApi(app, mailbox, "Boss");
  const unique = `${Date.now()}${Math.random().toString(36).slice(2, 6)}`;
  const slug = `w-${unique}`;
  await boss.json("/api/account/workspaces", { method: "POST", body: { name: "Stars", slug } });
  const { handle } = await boss.json<{ handle: string }>(`/api/admin/${slug}/chatbots`, {
    method: "POST",
    body: { name: "Star", handle: `star-${unique}`, template: "oracle", visibility: "public" },
  });
  await boss.json(`/api/admin/${slug}`, {
    method: "PATCH",
    body: { name: "Stars", settings: { access: { accounts: true, ...access } } },
  });
  return { slug, handle, boss };
}

async function signUpFrom(page: Page, mailbox: Mailbox, email: string): Promise<void> {
  await page.getByRole("link", { name: "Sign up" }).click();
  await page.getByLabel("Name").fill("Nova");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
  const mail = await mailbox.newest(email, /Confirm/);
  await page.goto(/https?:\/\/[^/\s]+(\/\S+#[\w-]{43})/.exec(mail)?.[1] ?? "no link");
  await page.getByRole("button", { name: "Confirm and continue" }).click();
  await expect(page.getByText(`will see your name and email: Nova, ${email}`)).toBeVisible();
  await page.getByRole("button", { name: "Continue as Nova" }).click();
}

const born = {
  birthDate: "1990-08-01",
  birthTime: "14:30",
  birthPlace: { name: "Berlin", latitude: 52.52, longitude: 13.405, timeZone: "Europe/Berlin" },
};

const newEmail = () => `nova-${Math.random().toString(36).slice(2, 10)}@example.com`;

test("a guest uses up what guests have, signs up, and what they asked comes along", async ({
  page,
  app,
  mailbox,
}) => {
  const { handle } = await workspace(app, mailbox, { guestMessages: 2, trialMessages: 2, trialDays: 7 });
  const chat = new ChatPage(page, handle);
  await chat.open();
  await expect(page.getByText("2 guest messages left")).toBeVisible();
  await chat.askAndWait("draw three cards");
  await expect(page.getByText("1 guest message left")).toBeVisible();
  await chat.askAndWait("what phase is the moon in?");
  await expect(page.getByText("You've reached the guest message limit.")).toBeVisible();
  const refused = page.waitForResponse((response) => response.status() >= 400);
  await chat.ask("one more card");
  await refused;
  await expect(page.getByText("Sign up to continue"), "once, with its button").toHaveCount(1);
  await expect(chat.notice).toHaveCount(0);
  await expect(chat.box, "what was asked is not lost").toHaveValue("one more card");

  const email = newEmail();
  await signUpFrom(page, mailbox, email);
  await expect(page).toHaveURL(new RegExp(`/c/${handle}$`));
  await chat.ready();
  await expect(chat.box, "nor by the way to an account").toHaveValue("one more card");
  await chat.box.fill("");
  await chat.row("draw three cards").click();
  await expect(chat.answers).toHaveCount(2);
  await expect(page.getByRole("region", { name: "3 tarot cards" })).toBeVisible();
  await expect(page.getByText(/2 trial messages left · until/)).toBeVisible();
  await chat.askAndWait("draw one card");
  await chat.askAndWait("draw one card");
  await expect(page.getByText("You've used all your trial messages.")).toBeVisible();
  const over = page.waitForResponse((response) => response.status() >= 400);
  await chat.ask("and another");
  await over;
  await expect(page.getByText("You've used all your trial messages."), "once").toHaveCount(1);
  await expect(chat.notice).toHaveCount(0);
  await expect(chat.answers, "reading goes on").toHaveCount(4);
});

test("an admin's code grants full access, a suspension shows its reason, and the person's page shows both", async ({
  page,
  app,
  mailbox,
  browser,
}) => {
  const { slug, handle, boss } = await workspace(app, mailbox, {
    guestMessages: 1,
    trialMessages: 0,
    trialDays: null,
  });
  const chat = new ChatPage(page, handle);
  await chat.open();
  const email = newEmail();
  await signUpFrom(page, mailbox, email);
  await expect(page.getByText("You've used all your trial messages.")).toBeVisible();

  const studio = await (await browser.newContext({ baseURL: app.url })).newPage();
  const cookies = boss.cookie.split("; ").map((pair) => pair.split("=") as [string, string]);
  await studio.context().addCookies(cookies.map(([name, value]) => ({ name, value, url: app.url })));
  await studio.goto(`/admin/${slug}/people`);
  await expect(studio.getByText(email)).toBeVisible();
  await studio.getByLabel("Access length (days)").fill("30");
  await studio.getByRole("button", { name: "Create code" }).click();
  await expect(studio.getByText("1 use left · 30 days of access")).toBeVisible();
  const withdrawn = (await studio.locator("code").textContent()) ?? "";
  await studio.getByRole("button", { name: /Revoke the code/ }).click();
  await studio.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(studio.getByText("1 use left · 30 days of access")).toBeHidden();
  await studio.getByLabel("Access length (days)").fill("");
  await studio.getByRole("button", { name: "Create code" }).click();
  await expect(studio.getByText("1 use left · permanent access")).toBeVisible();
  const code = (await studio.locator("code").textContent()) ?? "";

  await page.getByRole("link", { name: "Enter a code" }).click();
  await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();
  for (const wrong of ["AAAA-AAAA-AAAA", withdrawn]) {
    await page.getByLabel("Access code", { exact: true }).fill(wrong);
    await page.getByRole("button", { name: "Use code" }).click();
    await expect(page.getByText("This code is incorrect or has already been used up.")).toBeVisible();
  }
  await page.getByLabel("Access code", { exact: true }).fill(code);
  await page.getByRole("button", { name: "Use code" }).click();
  await expect(page.getByText("You have unlimited messages.")).toBeVisible();
  await expect(page.getByLabel("Access code", { exact: true }), "none is needed").toBeHidden();
  await chat.open();
  await chat.askAndWait("draw one card");

  await studio.reload();
  await expect(studio.getByRole("heading", { name: "Active codes" })).toBeHidden();
  await studio.getByRole("button", { name: "Suspend" }).click();
  await studio.getByRole("alertdialog").getByLabel("Reason").fill("Too many cards");
  await studio.getByRole("alertdialog").getByRole("button", { name: "Suspend" }).click();
  await expect(studio.getByText("Suspended", { exact: true })).toBeVisible();
  await expect(studio.getByText("Too many cards")).toBeVisible();
  await chat.ask("another card");
  await expect(page.getByText("Your access is suspended: Too many cards")).toBeVisible();
  await expect(chat.answers).toHaveCount(1);
});

test("who tells their birth gets their own horoscope and chart; all of it can be taken along and removed", async ({
  page,
  app,
  mailbox,
}) => {
  const { handle, slug, boss } = await workspace(app, mailbox, {
    guestMessages: 5,
    trialMessages: null,
    trialDays: null,
  });
  const chat = new ChatPage(page, handle);
  await chat.open();
  await chat.askAndWait("draw one card");
  const email = newEmail();
  await signUpFrom(page, mailbox, email);
  await chat.ready();
  await chat.askAndWait("What is my horoscope?");
  await expect(chat.prose).toContainText("What's your sign?");
  await page.goto(`/c/${handle}/account`);
  await page.getByLabel("Date of birth").fill("1990-08-01");
  await page.getByLabel("Time of birth").fill("14:30");
  await page.getByLabel("Place of birth").fill("Berlin");
  await page.getByLabel("Latitude").fill("52.52");
  await page.getByLabel("Longitude").fill("13.405");
  await page.getByLabel("Birthplace time zone").fill("Europe/Berlin");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await chat.open();
  await chat.askAndWait("What is my horoscope?");
  await expect(page.getByRole("region", { name: "Horoscope for Leo" })).toBeVisible();
  await chat.askAndWait("show me my birth chart");
  const chart = page.getByRole("region", { name: "Birth chart" });
  await expect(chart.getByRole("row", { name: /Sun/ })).toContainText("Leo 9°");
  await expect(chart.getByRole("row", { name: /Ascendant/ })).toBeVisible();

  const [chatbot] = (await boss.json<{ chatbots: { id: string }[] }>(`/api/admin/${slug}/chatbots`)).chatbots;
  const path = `/api/admin/${slug}/chatbots/${chatbot?.id}`;
  const { version } = await boss.json<{ version: string }>(path);
  await boss.json(path, { method: "PATCH", body: { version, config: { skills: ["moon_phase"] } } });
  await page.goto(`/c/${handle}/account`);
  await expect(page.getByRole("heading", { name: "Your data" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "About you" }), "no skill reads it now").toHaveCount(0);
  const saved = await page.request.put("/api/me/profile", { data: { chatbot: handle, profile: born } });
  expect(saved.ok()).toBe(true);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download my data" }).click();
  const stream = await (await download).createReadStream();
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  const data = JSON.parse(Buffer.concat(pieces).toString()) as {
    person: { email: string };
    profile: { birthDate: string };
    conversations: { messages: object[] }[];
  };
  expect(data.person.email).toBe(email);
  expect(data.profile.birthDate).toBe("1990-08-01");
  expect(data.conversations.flatMap(({ messages }) => messages).length).toBeGreaterThan(6);

  await page.getByRole("button", { name: "Delete my data" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete my data" }).click();
  await expect(page).toHaveURL(new RegExp(`/c/${handle}$`));
  await chat.ready();
  await expect(chat.list.getByText("Your conversations will appear here.")).toBeVisible();
});

test("signing out makes a guest again; a deleted account cannot sign in", async ({ page, app, mailbox }) => {
  const { handle } = await workspace(app, mailbox, {
    guestMessages: 5,
    trialMessages: null,
    trialDays: null,
  });
  const chat = new ChatPage(page, handle);
  await chat.open();
  const email = newEmail();
  await signUpFrom(page, mailbox, email);
  await chat.ready();
  await chat.askAndWait("draw one card");
  await page.getByRole("link", { name: "Nova" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await chat.ready();
  await expect(page.getByText("5 guest messages left")).toBeVisible();
  await expect(chat.list.getByText("Your conversations will appear here.")).toBeVisible();

  const signIn = async () => {
    await page.goto(`/sign-in?next=${encodeURIComponent(`/c/${handle}/join`)}`);
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await chat.askAndWait("what phase is the moon in?");
  await page.getByRole("link", { name: "Sign in" }).click();
  await signIn();
  await expect(page.getByRole("heading", { name: "Keep your guest conversations?" })).toBeVisible();
  await page.getByRole("button", { name: "Keep them" }).click();
  await chat.ready();
  await expect(chat.row("draw one card")).toBeVisible();
  await expect(chat.row("what phase is the moon in?")).toBeVisible();
  await page.goto(`/c/${handle}/join`);
  await expect(page, "nothing is left to bring").toHaveURL(new RegExp(`/c/${handle}$`));
  await page.goto("/account");
  await page.getByRole("button", { name: "Delete account" }).click();
  await page.getByRole("textbox", { name: "Password", exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Delete account" }).click();
  await expect(page.getByText("The password is incorrect.")).toBeVisible();
  await page.getByRole("textbox", { name: "Password", exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Delete account" }).click();
  await expect(page).toHaveURL(/\/$/);
  await signIn();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page).toHaveURL(/sign-in/);
});

for (const { width: size, colorScheme } of looks) {
  test.describe(`${size} ${colorScheme}`, () => {
    const viewport = { width: size, height: heights[size] };
    test.use({ viewport, colorScheme, reducedMotion: "reduce", bypassCSP: true });

    test("its pages fit, and axe finds nothing", async ({ page, app, mailbox }) => {
      const look = async (name: string) => {
        await shoot(page, `people-${name}-${size}-${colorScheme}`, { fullPage: true });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wide, `${name}: pixels beyond the page`).toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
          name,
        ).toEqual([]);
      };
      const { slug, handle, boss } = await workspace(app, mailbox, {
        guestMessages: 3,
        trialMessages: 3,
        trialDays: 7,
      });
      const chat = new ChatPage(page, handle);
      await chat.open();
      await look("guest");
      await chat.askAndWait("draw one card");
      await page.goto(`/sign-up?next=${encodeURIComponent(`/c/${handle}/join`)}`);
      const email = newEmail();
      await page.getByLabel("Name").fill("Nova");
      await page.getByLabel("Email").fill(email);
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Create account" }).click();
      const mail = await mailbox.newest(email, /Confirm/);
      await page.goto(/https?:\/\/[^/\s]+(\/\S+#[\w-]{43})/.exec(mail)?.[1] ?? "no link");
      await page.getByRole("button", { name: "Confirm and continue" }).click();
      await expect(page.getByRole("button", { name: "Continue as Nova" })).toBeVisible();
      await look("join");
      await page.getByRole("button", { name: "Continue as Nova" }).click();
      await expect(page).toHaveURL(new RegExp(`/c/${handle}$`));
      await chat.ready();
      await look("chat");
      await page.request.put("/api/me/profile", { data: { chatbot: handle, profile: born } });
      await chat.askAndWait("show me my birth chart");
      await look("chart");
      await page.goto(`/c/${handle}/account`);
      await look("account");
      await page.goto("/account");
      await look("instance-account");
      const cookies = boss.cookie.split("; ").map((pair) => pair.split("=") as [string, string]);
      await page.context().clearCookies();
      await page.context().addCookies(cookies.map(([name, value]) => ({ name, value, url: app.url })));
      await page.goto(`/admin/${slug}/people`);
      await expect(page.getByText(email)).toBeVisible();
      await look("studio");
      await page.goto(`/admin/${slug}/settings`);
      await look("settings");
    });
  });
}

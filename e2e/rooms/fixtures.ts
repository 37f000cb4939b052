import { comeIn } from "#e2e/fixtures/sign-in.ts";
import { test as base, expect, watchConsole } from "#e2e/fixtures/test.ts";
import { RoomPage } from "#e2e/pages/room-page.ts";

type RoomFixtures = {
  /** The owner of the demo workspace, signed in. */
  host: RoomPage;
  /** Someone on a phone, without an account. */
  guest: RoomPage;
};

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export const test = base.extend<RoomFixtures>({
  host: async ({ page, app }, use) => {
    await comeIn(page, app);
    await use(new RoomPage(page));
  },
  guest: async ({ browser, app, colorScheme, bypassCSP, expectedErrors }, use) => {
    const context = await browser.newContext({
      ...phone,
      baseURL: app.url,
      locale: "en-GB",
      colorScheme,
      bypassCSP,
    });
    const errors = watchConsole(context);
    await use(new RoomPage(await context.newPage()));
    await context.close();
    const unexpected = errors.filter((text) => !expectedErrors?.test(text));
    expect(unexpected, "errors in the guest's console").toEqual([]);
  },
});

export { expect } from "#e2e/fixtures/test.ts";

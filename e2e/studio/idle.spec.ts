import type { Page, Request } from "@playwright/test";
import { comeIn } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { ChatPage } from "#e2e/pages/chat-page.ts";

/** Streams that each page holds while it is open; everything else must be silent. */
const streams = /\/events\?|\/events$/;
const pages: { name: string; path: string; link?: string; stream: boolean }[] = [
  { name: "the chatbots", path: "/admin/demo", stream: false },
  { name: "the knowledge", path: "/admin/demo/knowledge", stream: true },
  { name: "a chatbot's editor", path: "/admin/demo", link: "Kestrel Support", stream: false },
  { name: "the inbox", path: "/admin/demo/inbox", stream: false },
  { name: "the usage", path: "/admin/demo/usage", stream: false },
  { name: "the members", path: "/admin/demo/members", stream: false },
  { name: "the audit log", path: "/admin/demo/audit", stream: false },
  { name: "the operations", path: "/ops", stream: true },
];

/** What the page asks for, except what Next loads ahead for its links. */
const isAsked = (request: Request) =>
  ["fetch", "xhr", "eventsource", "document"].includes(request.resourceType()) &&
  !("next-router-prefetch" in request.headers());

/** Notes what a page sends. `quiet` waits until everything that loading started has ended. */
function watchRequests(page: Page) {
  const sent: string[] = [];
  const pending = new Set<Request>();
  page.on("request", (request) => {
    if (!isAsked(request)) return;
    sent.push(request.url().replace(/^https?:\/\/[^/]+/, ""));
    if (!streams.test(request.url())) pending.add(request);
  });
  for (const end of ["requestfinished", "requestfailed"] as const)
    page.on(end as "requestfinished", (request) => pending.delete(request));
  const quiet = () =>
    expect(async () => {
      const before = sent.length;
      await page.clock.runFor(10_000);
      expect(pending.size).toBe(0);
      expect(sent.length).toBe(before);
    }).toPass();
  return { sent, quiet };
}

for (const { name, path, link, stream } of pages)
  test(`${name}: left alone for two minutes, the page sends nothing`, async ({ app, page }) => {
    await page.clock.install();
    const { sent, quiet } = watchRequests(page);
    await comeIn(page, app, "/admin/demo");
    const opened = stream && page.waitForResponse((response) => streams.test(response.url()));
    if (path !== "/admin/demo") await page.goto(path);
    if (link) await page.getByRole("link", { name: link }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForFunction(() => {
      const main = document.querySelector("main");
      return main !== null && Object.keys(main).some((key) => key.startsWith("__reactProps"));
    });
    await opened;
    await quiet();
    const before = sent.length;
    await page.clock.runFor(120_000);
    expect(sent.slice(before)).toEqual([]);
  });

test("a signed-in chat sends nothing while idle; hidden for a minute it closes its stream, shown it opens it", async ({
  app,
  page,
}) => {
  await page.clock.install();
  const { sent, quiet } = watchRequests(page);
  await comeIn(page, app, "/admin/demo");
  const chat = new ChatPage(page, "support");
  await chat.open();
  const opened = page.waitForResponse((response) => streams.test(response.url()));
  await chat.ask("hi");
  await chat.idle();
  const stream = (await opened).request();
  await quiet();
  const before = sent.length;
  await page.clock.runFor(120_000);
  expect(sent.slice(before)).toEqual([]);

  const closed = page.waitForEvent("requestfailed", (request) => request === stream);
  await show(page, "hidden");
  await page.clock.runFor(59_000);
  expect(stream.failure(), "a short absence keeps it").toBeNull();
  await page.clock.runFor(2_000);
  await closed;
  await page.clock.runFor(120_000);
  expect(sent.slice(before)).toEqual([]);
  const again = page.waitForResponse((response) => streams.test(response.url()));
  await show(page, "visible");
  expect((await again).status()).toBe(200);
});

/** Plays a tab that is left and shown again. */
async function show(page: Page, state: "hidden" | "visible"): Promise<void> {
  await page.evaluate((visibility) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => visibility });
    Object.defineProperty(document, "hidden", { configurable: true, get: () => visibility === "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}

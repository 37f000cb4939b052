import { expect, test } from "./fixtures.ts";

test.describe("offline", () => {
  test.use({ expectedErrors: /ERR_INTERNET_DISCONNECTED|Failed to fetch/ });

  test("nothing is lost: others' messages arrive once, and unsent ones are sent in order", async ({
    host,
    guest,
  }) => {
    const path = await host.create("Tunnel");
    await guest.join(path, "Mara");
    await host.say("before the tunnel");
    await expect(guest.message("before the tunnel")).toBeVisible();
    await guest.page.context().setOffline(true);
    await expect(guest.page.locator("[data-connection=offline]")).toBeVisible();
    for (const text of ["first inside", "second inside"]) await guest.say(text);
    await expect(guest.unsent).toHaveCount(2);
    for (const text of ["you missed this", "and this"]) {
      await host.say(text);
      await expect(host.message(text)).toBeVisible();
    }
    await guest.page.context().setOffline(false);
    await guest.live();
    await expect(guest.unsent).toHaveCount(0);
    const order = ["before the tunnel", "you missed this", "and this", "first inside", "second inside"];
    for (const room of [host, guest]) {
      await expect(room.messages).toHaveCount(order.length);
      for (const [at, text] of order.entries()) await expect(room.messages.nth(at)).toContainText(text);
    }
  });
});

test("a reader who scrolled up is not moved, and finds what is new", async ({ host, guest }) => {
  const path = await host.create("Long talk");
  await guest.join(path, "Mara");
  for (let number = 1; number <= 12; number++) {
    await host.say(`Line ${number}\n\nwith\nsome\nmore\nlines`);
    await expect(host.unsent).toHaveCount(0);
  }
  await expect(guest.message("Line 12")).toBeInViewport();
  await guest.scroll.evaluate((view) => view.scrollTo(0, 100));
  await expect(guest.page.getByRole("button", { name: "Jump to latest" })).toBeVisible();
  const before = await guest.scrollTop();
  await host.say("Did you see this?");
  const button = guest.page.getByRole("button", { name: "1 new message" });
  await expect(button).toBeVisible();
  expect(await guest.scrollTop()).toBe(before);
  await expect(guest.page).toHaveTitle(/^\(1\) /);
  await button.tap();
  await expect(guest.message("Did you see this?")).toBeInViewport();
  await expect(guest.page.locator("[data-unread-line]")).toBeInViewport();
  await expect(button).toBeHidden();
  await guest.say("Now I do");
  await expect(guest.page.locator("[data-unread-line]")).toHaveCount(0);
});

test.describe("refused", () => {
  test.use({ expectedErrors: /status of 429/ });

  test("a refused message keeps its text, and can be edited and sent again", async ({ host, guest }) => {
    const path = await host.create("Refused");
    await guest.join(path, "Mara");
    const messages = `**/api/chats/*/messages`;
    await guest.page.route(messages, (route) =>
      route.fulfill({
        status: 429,
        json: { error: { code: "limited", message: "Wait 5 seconds.", requestId: "x" } },
      }),
    );
    await guest.say("too fast");
    await expect(guest.page.getByText("Not sent. Wait 5 seconds.")).toBeVisible();
    await guest.page.unroute(messages);
    await guest.page.getByRole("button", { name: "Edit", exact: true }).tap();
    await expect(guest.box).toHaveValue("too fast");
    await guest.send.tap();
    await expect(host.message("too fast")).toBeVisible();
    await expect(guest.unsent).toHaveCount(0);
  });
});

test("a draft survives a reload", async ({ host }) => {
  await host.create("Drafts");
  await host.box.fill("not sent yet");
  await host.page.reload();
  await host.live();
  await expect(host.box).toHaveValue("not sent yet");
});

test("rooms use a socket, and the event stream where sockets are blocked", async ({ host, guest, app }) => {
  const sockets: string[] = [];
  const streams: string[] = [];
  host.page.on("websocket", (socket) => sockets.push(socket.url()));
  for (const room of [host, guest])
    room.page.on("request", (request) => {
      if (/\/api\/chats\/\w+\/events/.test(request.url())) streams.push(room === host ? "host" : "guest");
    });
  await guest.page.routeWebSocket("**/ws/chat/**", (socket) => socket.close());
  const path = await host.create("Proxy");
  await guest.join(path, "Mara");
  const code = path.split("/").at(-1);
  expect(sockets).toEqual([`${app.url.replace("http:", "ws:")}/ws/chat/${code}/`]);
  expect(streams).toEqual(["guest"]);
  await host.say("over the socket");
  await expect(guest.message("over the socket")).toBeVisible();
  await guest.say("over the stream");
  await expect(host.message("over the stream")).toBeVisible();
  expect(streams).toEqual(["guest"]);
});

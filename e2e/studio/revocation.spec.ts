import type { AppServer } from "#e2e/fixtures/app-server.ts";
import { joinDemo, owner, PASSWORD, type Person } from "#e2e/fixtures/person.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

test.use({ modelApi: "responses" });
/** Five seconds, and what a busy machine adds; the answers below go on for a minute. */
const LIMIT_MS = 30_000;
const ask = (chatbot: string) => ({
  id: `revoked-${Math.random().toString(36).slice(2)}`,
  chatbot,
  message: { id: "m", parts: [{ type: "text", text: "Go on" }] },
});

type Stream = { name: string; ended: Promise<number>; close(): Promise<void> | undefined };

/** Opens a stream, waits for its first bytes, and tells when it ended. */
async function open(app: AppServer, name: string, path: string, init: RequestInit): Promise<Stream> {
  const response = await fetch(app.url + path, init);
  expect(response.status, name).toBe(200);
  const reader = response.body?.getReader();
  await reader?.read();
  const ended = (async () => {
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read());
    return performance.now();
  })();
  return { name, ended, close: () => reader?.cancel() };
}

const chatOf = (app: AppServer, headers: Record<string, string>, chatbot: string) =>
  open(app, "chat", "/api/chat", {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(ask(chatbot)),
  });

const eventsOf = (app: AppServer, person: Person, chatbot: string) =>
  open(app, "knowledge", `/api/admin/demo/knowledge/events?chatbot=${chatbot}`, {
    headers: { cookie: person.cookie },
  });

/** Every stream ends in time, and the credential opens nothing any more. */
async function dies(from: number, streams: Stream[], refused: () => Promise<boolean>): Promise<number> {
  const times: number[] = [];
  for (const { name, ended } of streams) {
    const at = await Promise.race([
      ended,
      new Promise<number>((done) => setTimeout(done, LIMIT_MS, Infinity)),
    ]);
    expect(at - from, `the ${name} stream ends`).toBeLessThan(LIMIT_MS);
    times.push(at - from);
  }
  await expect.poll(refused, { timeout: Math.max(1, from + LIMIT_MS - performance.now()) }).toBe(true);
  times.push(performance.now() - from);
  return Math.max(...times);
}

const tell = (what: string, ms: number) => console.log(`${what}: dead after ${(ms / 1_000).toFixed(1)} s`);

test.beforeEach(({ model }) => model.script({ tokens: 600, chunkDelayMs: 100 }));

/** A chatbot for members: a visitor would not be admitted at all. */
async function inside(host: Person): Promise<string> {
  const { handle } = await host.json<{ handle: string }>("/api/admin/demo/chatbots", {
    method: "POST",
    body: { name: `Inside ${Math.random().toString(36).slice(2, 8)}` },
  });
  return handle;
}

test("a session that ends elsewhere takes its streams with it", async ({ app, mailbox }) => {
  const host = await owner(app);
  const member = await joinDemo(app, mailbox, host, "editor");
  const handle = await inside(host);
  const streams = [await chatOf(app, { cookie: member.cookie }, handle), await eventsOf(app, member, handle)];
  const other = await member.elsewhere().signIn();
  const from = performance.now();
  await other.json("/api/account/sessions", { method: "DELETE" });
  tell(
    "session",
    await dies(from, streams, async () => (await member.call("/api/account/sessions")).status === 401),
  );
});

test("a changed password takes every other session's streams with it", async ({ app, mailbox }) => {
  const host = await owner(app);
  const member = await joinDemo(app, mailbox, host, "viewer");
  const handle = await inside(host);
  const streams = [await eventsOf(app, member, handle)];
  const other = await member.elsewhere().signIn();
  const from = performance.now();
  await other.json("/api/account/password", {
    method: "POST",
    body: { old: PASSWORD, password: "battery horse correct" },
  });
  tell(
    "password",
    await dies(from, streams, async () => (await member.call("/api/account/sessions")).status === 401),
  );
});

test("a membership that ends takes its streams with it", async ({ app, mailbox }) => {
  const host = await owner(app);
  const member = await joinDemo(app, mailbox, host, "admin");
  const handle = await inside(host);
  const streams = [await chatOf(app, { cookie: member.cookie }, handle), await eventsOf(app, member, handle)];
  const from = performance.now();
  await host.json(`/api/admin/demo/members/${member.memberId}`, { method: "DELETE" });
  tell(
    "membership",
    await dies(from, streams, async () => (await member.call("/api/admin/demo")).status === 404),
  );
});

test("a role that shrinks ends what was opened by it; what is still allowed can be opened again", async ({
  app,
  mailbox,
}) => {
  const host = await owner(app);
  const member = await joinDemo(app, mailbox, host, "admin");
  const handle = await inside(host);
  const events = await eventsOf(app, member, handle);
  const invite = () =>
    member.call("/api/admin/demo/invitations", { method: "POST", body: { role: "viewer" } });
  expect((await invite()).status).toBe(201);
  const from = performance.now();
  await host.json(`/api/admin/demo/members/${member.memberId}`, {
    method: "PATCH",
    body: { role: "viewer" },
  });
  tell("role", await dies(from, [events], async () => (await invite()).status === 403));
  expect((await member.call("/api/admin/demo/keys")).status).toBe(403);
  expect((await member.call("/admin/demo/keys")).status).toBe(404);
  await (await eventsOf(app, member, handle)).close();
});

test("a key that is revoked takes its stream with it", async ({ app }) => {
  const host = await owner(app);
  const name = `Key ${Date.now()}`;
  const { key } = await host.json<{ key: string }>("/api/admin/demo/keys", {
    method: "POST",
    body: { name, scopes: ["chat", "knowledge:read"] },
  });
  const headers = { authorization: `Bearer ${key}` };
  const streams = [await chatOf(app, headers, "support")];
  const { keys } = await host.json<{ keys: { id: string; name: string }[] }>("/api/admin/demo/keys");
  const from = performance.now();
  await host.json(`/api/admin/demo/keys/${keys.find((one) => one.name === name)?.id}`, { method: "DELETE" });
  const refused = async () => (await fetch(`${app.url}/api/v1/chatbots`, { headers })).status === 401;
  tell("key", await dies(from, streams, refused));
});

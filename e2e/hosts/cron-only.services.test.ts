import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { appLogin } from "#bench/app-login.ts";
import { type RunningParley, startParley } from "#bench/processes.ts";
import { type Event, events, storedAnswer, textOf } from "#bench/turn-events.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { type OwnServices, startOwnServices } from "#testing/postgres/services.ts";

const CRON_SECRET = "a secret of the scheduler";
const WORDS = Array.from({ length: 30 }, (_, i) => `word${i}`).join(" ");

let services: OwnServices;
let model: ModelServer;
let parley: RunningParley;
let settings: Record<string, string>;

beforeAll(async () => {
  [services, model] = await Promise.all([startOwnServices(), startModelServer()]);
  settings = {
    OPENAI_EMBEDDING_MODEL: "test-embedding",
    REDIS_URL: services.redisUrl,
    CRON_SECRET,
    ...(await appLogin(services.databaseUrl)),
  };
  parley = await startParley(model.baseUrl, settings, { pinned: false, worker: false });
});
afterAll(async () => {
  await parley?.stop();
  await Promise.all([model?.close(), services?.stop()]);
});

const call = (path: string, { headers, ...init }: RequestInit = {}) =>
  fetch(parley.url + path, {
    ...init,
    headers: { authorization: `Bearer ${parley.apiKey}`, "content-type": "application/json", ...headers },
  });
const json = async <T>(path: string, init?: RequestInit) => {
  const response = await call(path, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
};
const scheduler = (path: string) =>
  json<{ done: number; failed: number }>(path, { headers: { authorization: `Bearer ${CRON_SECRET}` } });
const question = (text: string) => ({
  id: randomUUID(),
  chatbot: "support",
  message: { id: randomUUID(), role: "user", parts: [{ type: "text", text }] },
});
const post = (body: object) => call("/api/chat", { method: "POST", body: JSON.stringify(body) });
const setDispatch = (mode: string) =>
  promisify(execFile)(process.execPath, ["scripts/instance.ts", "--dispatch", mode], {
    env: { PATH: process.env.PATH, NODE_ENV: "test", ...settings },
  });

/** Reads `count` events, then disconnects. */
async function readSome(response: Response, count: number): Promise<Event[]> {
  const read: Event[] = [];
  for await (const event of events(response)) if (read.push(event) === count) break;
  return read;
}

async function readAll(response: Response): Promise<Event[]> {
  const read: Event[] = [];
  for await (const event of events(response)) read.push(event);
  return read;
}

it("plain `next start`: a chat is answered, and goes on for a reader that comes back", async () => {
  model.script({ text: WORDS, chunkDelayMs: 100 });
  const body = question("How long does the battery last?");
  const before = await readSome(await post(body), 8);
  const after = await readAll(
    await call(`/api/chat/${body.id}/stream`, { headers: { "last-event-id": before.at(-1)?.id ?? "" } }),
  );
  expect(textOf([...before, ...after])).toBe(WORDS);
  expect(await storedAnswer(parley, body.id)).toBe(WORDS);
});

it("plain `next start`: the scheduler's call takes in what was added", async () => {
  const { sources } = await json<{ sources: { id: string }[] }>("/api/v1/knowledge/sources?chatbot=support");
  const added = await json<{ id: string; state: string }>(
    `/api/v1/knowledge/sources/${sources[0]?.id}/files?path=ferry.md`,
    {
      method: "PUT",
      body: "# The ferry\n\nThe ferry to Grindavik sails at seven.",
      headers: { prefer: "wait=0" },
    },
  );
  await sleep(1_000);
  const stateOf = async () =>
    (await json<{ state: string }>(`/api/v1/knowledge/ingestions/${added.id}`)).state;
  expect(await stateOf(), "nobody works on the queue").toBe("queued");
  expect((await call("/api/cron/worker")).status, "and only the scheduler may have it worked on").toBe(401);
  expect(await scheduler("/api/cron/worker")).toMatchObject({ done: 1, failed: 0 });
  expect(await stateOf()).toBe("ready");
  const { results } = await json<{ results: { path: string }[] }>("/api/v1/knowledge/search", {
    method: "POST",
    body: JSON.stringify({ chatbot: "support", query: "When does the ferry to Grindavik sail?" }),
  });
  expect(results[0]?.path).toBe("ferry.md");
  await scheduler("/api/cron/maintenance");
});

it("plain `next start`: a queued answer waits for the scheduler, and is streamed live while it is made", async () => {
  model.script({ text: WORDS, chunkDelayMs: 20 });
  await setDispatch("queued");
  await sleep(4_500);
  const body = question("And in winter?");
  const reading = readAll(await post(body));
  await sleep(1_000);
  expect(await storedAnswer(parley, body.id), "nobody answers yet").not.toBe(WORDS);
  await expect.poll(() => scheduler("/api/cron/worker")).toMatchObject({ done: 1, failed: 0 });
  expect(textOf(await reading)).toBe(WORDS);
  expect(await storedAnswer(parley, body.id)).toBe(WORDS);
  await setDispatch("direct");
});

import { setTimeout } from "node:timers/promises";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "#e2e/fixtures/test.ts";
import type { MessagePage, TurnChunk } from "#lib/conversation/schema.ts";
import { lastUserText } from "#testing/model-server/model-server.ts";

const visitors = 50;

test(`${visitors} visitors at once never see each other's answers`, async ({ app, model, playwright }) => {
  model.script((body) => {
    const name = /visitor-\d+-end/.exec(lastUserText(body))?.[0] ?? "nobody";
    return { text: Array.from({ length: 30 }, () => name).join(" "), chunkDelayMs: 15 };
  });
  const answers = await Promise.all(
    Array.from({ length: visitors }, async (_, index) => {
      const request = await playwright.request.newContext({ baseURL: app.url });
      try {
        return await ask(request, `visitor-${index}-end`);
      } finally {
        await request.dispose();
      }
    }),
  );
  expect(new Set(answers.map(({ cookie }) => cookie)).size, "distinct visitors").toBe(visitors);
  for (const [index, { streamed, stored }] of answers.entries()) {
    const own = Array.from({ length: 30 }, () => `visitor-${index}-end`).join(" ");
    expect(streamed).toBe(own);
    expect(stored.messages.map(({ text }) => text)).toEqual([`Who am I? visitor-${index}-end`, own]);
    expect(stored.messages[1]?.turn?.state).toBe("complete");
  }
  expect(model.requests).toHaveLength(visitors);
  expect(model.requests.every(({ closedBy }) => closedBy === "server")).toBe(true);
});

/** Asks again as the page does where a busy server refuses. */
async function ask(request: APIRequestContext, name: string) {
  const data = {
    id: `chat-${name}`,
    chatbot: "support",
    message: { id: "first", parts: [{ type: "text", text: `Who am I? ${name}` }] },
  };
  let response = await request.post("/api/chat", { data, timeout: 60_000 });
  while (response.status() === 503) {
    await setTimeout(Number(response.headers()["retry-after"]) * 1_000);
    response = await request.post("/api/chat", { data, timeout: 60_000 });
  }
  expect(response.status()).toBe(200);
  const streamed = chunksOf(await response.text())
    .map((chunk) => (chunk.type === "text-delta" ? chunk.delta : ""))
    .join("");
  const stored = await request.get(`/api/conversations/chat-${name}/messages`);
  const { cookies } = await request.storageState();
  return { streamed, stored: (await stored.json()) as MessagePage, cookie: cookies[0]?.value };
}

function chunksOf(stream: string): TurnChunk[] {
  return stream
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice(6)) as TurnChunk);
}

test("a message sent twice at once is one turn and one generation", async ({ app, model, playwright }) => {
  model.script({ text: "Once only.", chunkDelayMs: 30 });
  const request = await playwright.request.newContext({ baseURL: app.url });
  await request.get("/api/conversations?chatbot=support");
  const data = {
    id: "double",
    chatbot: "support",
    message: { id: "same", parts: [{ type: "text", text: "Do this once" }] },
  };
  const responses = await Promise.all(Array.from({ length: 5 }, () => request.post("/api/chat", { data })));
  const texts = await Promise.all(responses.map((response) => response.text()));
  for (const text of texts) {
    const said = chunksOf(text).map((chunk) => (chunk.type === "text-delta" ? chunk.delta : ""));
    expect(said.join("")).toBe("Once only.");
  }
  expect(model.requests).toHaveLength(1);
  const stored = (await (await request.get("/api/conversations/double/messages")).json()) as MessagePage;
  expect(stored.messages.map(({ text }) => text)).toEqual(["Do this once", "Once only."]);
  await request.dispose();
});

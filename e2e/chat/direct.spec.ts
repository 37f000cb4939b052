import { request as send } from "node:http";
import { call } from "#e2e/fixtures/http.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import type { DirectAnswer, MessagePage } from "#lib/conversation/schema.ts";

const question = "How long does it take to charge the battery?";

const withKey = (apiKey: string) => ({
  "content-type": "application/json",
  authorization: `Bearer ${apiKey}`,
});

test("a machine gets the whole answer on each path, with and without a slash, and without a redirect", async ({
  app,
  model,
}) => {
  model.script({ text: "Four hours [1].", chunkDelayMs: 10 });
  const headers = withKey(app.apiKey);
  let conversationId: string | undefined;
  for (const path of ["/chat-direct", "/chat-direct/", "/api/chat-direct", "/api/chat-direct/"]) {
    const body = JSON.stringify({ message: question, conversationId });
    const answer = await call(`${app.url}${path}`, { method: "POST", headers, body });
    expect(answer.status, path).toBe(200);
    expect(answer.headers["content-security-policy"], path).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
    const reply = JSON.parse(answer.text) as DirectAnswer;
    conversationId ??= reply.conversationId;
    expect(reply).toMatchObject({
      success: true,
      role: "assistant",
      content: "Four hours [1].",
      cards: [],
      conversationId,
      citations: [{ number: 1 }],
    });
  }
  const stored = await call(`${app.url}/api/conversations/${conversationId}/messages`, { headers });
  expect((JSON.parse(stored.text) as MessagePage).messages).toHaveLength(8);
  const refused = await call(`${app.url}/chat-direct/`, { method: "POST", headers, body: "{}" });
  expect(refused.status).toBe(400);
  expect(JSON.parse(refused.text)).toMatchObject({ error: "message: must be a string", code: "invalid" });
});

test("a machine that hangs up loses nothing: the turn is finished, stored and found by its key", async ({
  app,
  model,
}) => {
  model.script({ tokens: 20, chunkDelayMs: 50 });
  const headers = { ...withKey(app.apiKey), "idempotency-key": "hangs up" };
  const body = JSON.stringify({ message: question });
  const impatient = send(`${app.url}/chat-direct`, { method: "POST", headers, agent: false });
  impatient.on("error", () => undefined);
  impatient.end(body);
  await expect.poll(() => model.requests[0]?.chunksSent ?? 0).toBeGreaterThan(2);
  impatient.destroy();
  await expect.poll(() => model.requests[0]?.closedAt ?? 0).toBeGreaterThan(0);
  expect(model.last).toMatchObject({ closedBy: "server", chunksSent: 20 });
  const again = await call(`${app.url}/chat-direct`, { method: "POST", headers, body });
  expect(again.status).toBe(200);
  expect((JSON.parse(again.text) as DirectAnswer).content).toMatch(/^word1 .* word20$/);
  expect(model.requests).toHaveLength(1);
});

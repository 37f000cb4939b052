import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { POST as direct } from "#app/chat-direct/route.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { resetEnv } from "#lib/core/env.ts";
import { closeTracing, openTracing } from "#lib/core/open-tracing.ts";
import { tracing } from "#lib/core/trace.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";

type Value = { stringValue?: string; intValue?: number; doubleValue?: number; boolValue?: boolean };
type SentSpan = {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string; value: Value }[];
  links?: { traceId: string; spanId: string }[];
  status: { code?: number };
  startTimeUnixNano: string;
  endTimeUnixNano: string;
};
type Export = { resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[] };

const QUESTION = "How long does the zebra battery take?";
const ANSWER = "Four quagga hours.";
const OUTSIDE = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };

let collector: Server;
let received: { path: string; token: unknown; body: string }[] = [];
let model: ModelServer;
let tenant: TestTenant;
let key = "";
const variables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: "",
  OTEL_EXPORTER_OTLP_HEADERS: "x-collector-token=open",
  OPENAI_BASE_URL: "",
  OPENAI_API_KEY: "test-key",
  OPENAI_EMBEDDING_MODEL: "test-embedding",
};

beforeAll(async () => {
  collector = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    received.push({ path: request.url ?? "", token: request.headers["x-collector-token"], body });
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  model = await startModelServer();
  const { port } = collector.address() as AddressInfo;
  variables.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${port}/`;
  variables.OPENAI_BASE_URL = model.baseUrl;
  Object.assign(process.env, variables);
  resetEnv();
  tenant = await makeTenant("Traced");
  key = await createApiKey(tenant.ctx, { name: "Direct", scopes: ["chat"] });
});

afterAll(async () => {
  for (const name of Object.keys(variables)) delete process.env[name];
  resetEnv();
  await closeTracing();
  await model.close();
  await new Promise((resolve) => collector.close(resolve));
});

beforeEach(() => {
  received = [];
  model.reset();
});

async function ask(): Promise<number> {
  const request = new Request("http://localhost/chat-direct/", {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      traceparent: `00-${OUTSIDE.traceId}-${OUTSIDE.spanId}-01`,
    },
    body: JSON.stringify({ message: QUESTION, chatbotId: tenant.chatbot.id }),
  });
  return (await direct(request, { params: Promise.resolve({}) })).status;
}

/** All spans, once they have been exported. */
async function spans(): Promise<SentSpan[]> {
  await closeTracing();
  return received.flatMap(({ body }) =>
    (JSON.parse(body) as Export).resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap((scope) => scope.spans),
    ),
  );
}

const attributesOf = ({ attributes }: SentSpan) =>
  Object.fromEntries(attributes.map(({ key: name, value }) => [name, Object.values(value)[0]]));

function only(all: SentSpan[], name: string): SentSpan {
  const found = all.filter((span) => span.name === name);
  expect(found.length, name).toBe(1);
  return found[0] as SentSpan;
}

test("sends and keeps nothing when tracing is off", async () => {
  expect(tracing().open).toBeNull();
  model.script({ text: ANSWER });
  expect(await ask()).toBe(200);
  expect(await spans()).toEqual([]);
});

test("nests a turn's spans, with ids, the model and times, and no text", async () => {
  await openTracing();
  model.script({ text: ANSWER });
  expect(await ask()).toBe(200);
  const all = await spans();
  expect(received[0]).toMatchObject({ path: "/v1/traces", token: "open" });
  const request = only(all, "request");
  const turn = only(all, "turn");
  const call = only(all, "model call");
  expect(request.parentSpanId ?? "").toBe("");
  expect(request.links).toMatchObject([OUTSIDE]);
  expect(request.traceId).not.toBe(OUTSIDE.traceId);
  expect(turn.parentSpanId).toBe(request.spanId);
  expect(only(all, "retrieval").parentSpanId, "begun before the turn is stored").toBe(request.spanId);
  expect(call.parentSpanId).toBe(turn.spanId);
  expect(only(all, "store").parentSpanId).toBe(turn.spanId);
  expect(new Set(all.map(({ traceId }) => traceId))).toEqual(new Set([request.traceId]));
  expect(attributesOf(request)).toMatchObject({
    "http.request.method": "POST",
    "http.route": "/chat-direct",
    "http.response.status_code": 200,
  });
  expect(attributesOf(turn)).toMatchObject({
    "parley.turn.id": expect.stringMatching(/^trn_/),
    "parley.conversation.id": expect.stringMatching(/^cnv_/),
    "parley.turn.state": "complete",
    "gen_ai.request.model": expect.any(String),
  });
  const seconds = Number(BigInt(call.endTimeUnixNano) - BigInt(call.startTimeUnixNano)) / 1e9;
  const first = Number(attributesOf(call)["gen_ai.response.time_to_first_chunk"]);
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThanOrEqual(seconds + 0.01);
  const sent = received.map(({ body }) => body).join("");
  for (const word of ["zebra", "quagga", "pk_", key, "test-key"]) expect(sent).not.toContain(word);
});

test("has one span per model call, with the status of a failed one", async () => {
  await openTracing();
  model.script((_, index) => (index === 0 ? { fault: { kind: "status", status: 500 } } : { text: ANSWER }));
  expect(await ask()).toBe(200);
  const all = await spans();
  const calls = all.filter(({ name }) => name === "model call");
  expect(calls.map((span) => [attributesOf(span)["parley.attempt"], span.status.code ?? 0])).toEqual([
    [1, 2],
    [2, 0],
  ]);
  for (const { parentSpanId } of calls) expect(parentSpanId).toBe(only(all, "turn").spanId);
});

test("answers and ends in time when the collector is unavailable", async () => {
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = "http://127.0.0.1:9";
  resetEnv();
  await openTracing();
  model.script({ text: ANSWER });
  expect(await ask()).toBe(200);
  await closeTracing();
});

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { resetEnv } from "#lib/core/env.ts";
import { closeKv } from "#lib/core/kv/open-kv.ts";
import { signs } from "#lib/oracle/schema.ts";
import { signName } from "#lib/oracle/zodiac.ts";
import {
  type ModelBody,
  type ModelServer,
  promptText,
  startModelServer,
} from "#testing/model-server/model-server.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { listMessages } from "../list-messages.ts";
import { runTurn } from "./run-turn.ts";

const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 1 };
const PEOPLE = 100;
let model: ModelServer;

beforeAll(async () => {
  model = await startModelServer();
  Object.assign(process.env, {
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_API_KEY: "test-key",
    OPENAI_EMBEDDING_MODEL: "test-embedding",
  });
});

afterEach(async () => {
  await closeKv();
  delete process.env.REDIS_URL;
  resetEnv();
});

afterAll(async () => {
  await model.close();
  for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_EMBEDDING_MODEL"])
    delete process.env[name];
  resetEnv();
});

const isOrder = (body: ModelBody) => promptText(body).includes("Write the horoscope");
const hasResult = (body: ModelBody) => JSON.stringify(body).includes("function_call_output");

/**
 * Each person asks for one sign's horoscope; the model calls the skill and then adds a sentence.
 */
function script(body: ModelBody) {
  const text = promptText(body);
  if (isOrder(body)) {
    const sign = signs.find((one) => text.includes(`for ${signName(one)} for`));
    return { text: `The day of ${sign}.`, firstDelayMs: 300 };
  }
  const sign = signs.find((one) => text.includes(`I am ${one}`));
  return hasResult(body) ? { text: "There it is." } : { calls: [{ name: "horoscope", input: { sign } }] };
}

async function ask(tenant: TestTenant, index: number) {
  const sign = signs[index % signs.length] ?? "aries";
  const ctx = tenant.visitor();
  const turn = await runTurn(ctx, {
    chatbot: { ...tenant.chatbot, config: { ...tenant.chatbot.config, skills: ["horoscope"] } },
    request: {
      id: `day-${index}`,
      chatbot: tenant.chatbot.handle,
      trigger: "submit-message",
      message: {
        id: `q-${index}`,
        role: "user",
        parts: [{ type: "text", text: `I am ${sign}, tell me my day` }],
      },
    },
    limits,
  });
  await turn.ended;
  const answer = (await listMessages(ctx, { name: `day-${index}` })).messages.at(-1);
  return { sign, card: answer?.cards[0]?.card, state: answer?.turn?.state };
}

test.each([
  ["with Redis", () => process.env.TEST_REDIS_URL ?? ""],
  ["with a Redis that is away", () => "redis://127.0.0.1:1"],
])(
  "the day's horoscopes of twelve signs are written once, for a hundred people at once, %s",
  async (_, redisUrl) => {
    process.env.REDIS_URL = redisUrl();
    resetEnv();
    model.reset();
    model.script(script);
    const tenant = await makeTenant();
    const answers = await Promise.all(Array.from({ length: PEOPLE }, (_, index) => ask(tenant, index)));
    for (const { sign, card, state } of answers) {
      expect(state).toBe("complete");
      expect(card).toMatchObject({ kind: "horoscope", sign, reading: `The day of ${sign}.` });
    }
    const orders = () =>
      model.requests.filter(({ path, body }) => !path.includes("embeddings") && isOrder(body)).length;
    process.stdout.write(
      `${PEOPLE} people, ${signs.length} signs: ${orders()} horoscopes written by the model\n`,
    );
    expect(orders()).toBe(signs.length);
    await ask(tenant, 0);
    expect(orders()).toBe(signs.length);
  },
);

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { resetEnv } from "#lib/core/env.ts";
import { skillNames } from "#lib/skills/skill-names.ts";
import {
  type ModelBody,
  type ModelServer,
  promptText,
  startModelServer,
} from "#testing/model-server/model-server.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { listMessages } from "../list-messages.ts";
import type { ChatRequest, TurnChunk } from "../schema.ts";
import { runTurn } from "../turn/run-turn.ts";
import { MAX_CALLS, MAX_STEPS } from "./answer-in-steps.ts";

const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 1 };
let model: ModelServer;
let tenant: TestTenant;
let serial = 0;

function request(text: string, id?: string): ChatRequest {
  serial += 1;
  return {
    id: id ?? `skills-${serial}`,
    chatbot: tenant.chatbot.handle,
    trigger: "submit-message",
    message: { id: `q-${serial}`, role: "user", parts: [{ type: "text", text }] },
  };
}

function chatbot(skills: readonly string[] = skillNames) {
  return { ...tenant.chatbot, config: { ...tenant.chatbot.config, skills } } as TestTenant["chatbot"];
}

async function ask(ctx: Context, body: ChatRequest, skills?: readonly string[]) {
  const turn = await runTurn(ctx, { chatbot: chatbot(skills), request: body, limits });
  const chunks: TurnChunk[] = [];
  for await (const chunk of turn.follow()) chunks.push(chunk);
  await turn.ended;
  const [answer] = (await listMessages(ctx, { name: body.id })).messages.slice(-1);
  if (!answer) throw new Error("no answer");
  return { chunks, answer, calls: calls() };
}

/** Requests to the model, without those for embeddings. */
const calls = () => model.requests.filter(({ path }) => !path.includes("embeddings")).map(({ body }) => body);
const hasResult = (body: ModelBody) =>
  JSON.stringify(body).match(/function_call_output|"role":"tool"/) !== null;
const cardsOf = (chunks: TurnChunk[]) =>
  chunks.flatMap((chunk) => (chunk.type === "data-card" ? [chunk.data] : []));
const skillsOf = (chunks: TurnChunk[]) =>
  chunks.flatMap((chunk) => (chunk.type === "data-skill" ? [[chunk.data.name, chunk.data.state]] : []));
const textOf = (chunks: TurnChunk[]) =>
  chunks.map((chunk) => (chunk.type === "text-delta" ? chunk.delta : "")).join("");

beforeAll(async () => {
  model = await startModelServer();
  tenant = await makeTenant();
});

afterAll(async () => {
  await model.close();
});

beforeEach(() => model.reset());

describe.each(["responses", "chat"])("a model that calls tools, by the %s API", (api) => {
  beforeAll(() => {
    Object.assign(process.env, {
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_API_KEY: "test-key",
      OPENAI_EMBEDDING_MODEL: "test-embedding",
      OPENAI_API: api,
    });
    resetEnv();
  });

  afterAll(() => {
    for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_EMBEDDING_MODEL", "OPENAI_API"])
      delete process.env[name];
    resetEnv();
  });

  test("gets the results, and cards are streamed and stored at their position", async () => {
    model.script((body) =>
      hasResult(body)
        ? { text: "Look up tonight." }
        : { text: "One moment.", calls: [{ name: "moon_phase", input: {} }] },
    );
    const { chunks, answer, calls } = await ask(tenant.visitor(), request("Tell me of the night"));
    expect(skillsOf(chunks)).toEqual([
      ["moon_phase", "running"],
      ["moon_phase", "done"],
    ]);
    expect(cardsOf(chunks)).toMatchObject([{ at: "One moment.".length, card: { kind: "moon" } }]);
    expect(textOf(chunks)).toBe("One moment.\n\nLook up tonight.");
    expect(answer).toMatchObject({
      text: "One moment.\n\nLook up tonight.",
      cards: cardsOf(chunks),
      skills: [{ name: "moon_phase", state: "done" }],
      turn: { state: "complete" },
    });
    const [card] = cardsOf(chunks);
    expect(promptText(calls[1] ?? {})).toContain(card?.card.text);
    expect(JSON.stringify(calls[0])).toContain("draw_tarot_cards");
  });

  test("is offered the skills of its chatbot, and no tools where it has none", async () => {
    model.script({ text: "Well." });
    await ask(tenant.visitor(), request("Hello"), ["moon_phase"]);
    await ask(tenant.visitor(), request("Hello"), []);
    const [one, none] = calls().map((body) => (body as { tools?: unknown[] }).tools);
    expect(one).toHaveLength(1);
    expect(none).toBeUndefined();
  });

  test("gets an error for unknown skills and invalid input", async () => {
    model.script((body) =>
      hasResult(body)
        ? { text: "Then not." }
        : {
            calls: [
              { name: "delete_everything", input: { tenant: "other" } },
              { name: "draw_tarot_cards", input: {} },
              { name: "moon_phase", input: { date: "the year 3000" } },
              { name: "moon_phase", input: "{ not json" },
              { name: "horoscope", input: { sign: "unicorn" } },
            ],
          },
    );
    const { chunks, answer, calls } = await ask(tenant.visitor(), request("Hello"), [
      "moon_phase",
      "horoscope",
    ]);
    expect(cardsOf(chunks)).toEqual([]);
    expect(new Set(answer.skills.map(({ state }) => state))).toEqual(new Set(["refused"]));
    expect(answer).toMatchObject({ text: "Then not.", turn: { state: "complete" } });
    expect(promptText(calls[1] ?? {})).toContain("There is no skill with this name");
    expect(promptText(calls[1] ?? {})).toContain("The input is not valid");
  });

  test("is stopped when it never stops calling, and keeps its output", async () => {
    model.script({ calls: Array.from({ length: 40 }, () => ({ name: "moon_phase", input: {} })) });
    const { chunks, answer, calls } = await ask(tenant.visitor(), request("Hello"));
    expect(calls).toHaveLength(MAX_STEPS);
    expect((calls.at(-1) as { tools?: unknown[] }).tools).toBeUndefined();
    expect(cardsOf(chunks)).toHaveLength(MAX_CALLS);
    expect(answer.cards).toHaveLength(MAX_CALLS);
    expect(answer.turn).toMatchObject({ state: "complete" });
  });

  test("is replaced by the built-in model for a skill in plain words when it is unavailable", async () => {
    model.script({ fault: { kind: "status", status: 503 } });
    const { answer } = await ask(tenant.visitor(), request("Draw three cards for me"));
    expect(answer.cards).toMatchObject([{ card: { kind: "tarot", cards: { length: 3 } } }]);
    expect(answer.turn).toMatchObject({ state: "complete" });
    expect(answer.text).toMatch(/^.+ lies behind you, .+ is with you now, and .+ lies ahead: .+\.$/);
    const other = await ask(tenant.visitor(), request("Who are you?"));
    expect(other.answer.turn).toMatchObject({ state: "failed", errorCode: "model_unavailable" });
  });

  test("gets earlier cards in its history", async () => {
    model.script((body) =>
      hasResult(body)
        ? { text: "There." }
        : { calls: [{ name: "draw_tarot_cards", input: { spread: "one" } }] },
    );
    const ctx = tenant.visitor();
    const body = request("A card, please");
    const { answer } = await ask(ctx, body);
    model.script({ text: "It means what it says." });
    model.requests.length = 0;
    const { calls } = await ask(ctx, request("What does it mean?", body.id));
    expect(promptText(calls[0] ?? {})).toContain(answer.cards[0]?.card.text);
  });

  test("writes a horoscope once for concurrent askers", async () => {
    const isOrder = (body: ModelBody) => promptText(body).includes("Write the horoscope");
    model.script((body) => {
      if (isOrder(body)) return { text: "Warm winds today.", firstDelayMs: 200 };
      return hasResult(body)
        ? { text: "So it says." }
        : { calls: [{ name: "horoscope", input: { sign: api === "chat" ? "leo" : "virgo" } }] };
    });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ask(tenant.visitor(), request("What do the stars hold?"))),
    );
    expect(answers.map(({ answer }) => answer.cards[0]?.card)).toEqual(
      Array.from({ length: 10 }, () =>
        expect.objectContaining({ kind: "horoscope", reading: "Warm winds today." }),
      ),
    );
    expect(calls().filter(isOrder)).toHaveLength(1);
    expect(promptText(calls().find(isOrder) ?? {})).toMatch(/house \d+ of (Leo|Virgo)/);
  });
});

describe("the built-in model", () => {
  test.each([
    ["What is my horoscope?", null, /What's your sign/],
    ["I am a Leo", "horoscope", /Here is your horoscope for today, Leo/],
    ["weekly horoscope for Pisces", "horoscope", /this week, Pisces/],
    ["what phase is the moon in?", "moon", /The moon is .* lit/],
    ["When is the next full moon?", "moon", /next full moon is on/],
    ["draw three cards", "tarot", /lies ahead: .+\.$/],
    ["One card for the day", "tarot", /^Your card is .+: .+\.$/],
    ["pull 5 tarot cards for me", "tarot", /shows where this leads: .+\.$/],
  ])("answers “%s”", async (question, kind, says) => {
    const { answer, chunks } = await ask(tenant.visitor(), request(question));
    expect(answer.cards.map(({ card }) => card.kind)).toEqual(kind ? [kind] : []);
    expect(answer.text).toMatch(says);
    expect(answer.turn).toMatchObject({ state: "complete" });
    expect(cardsOf(chunks)).toEqual(answer.cards);
  });

  test.each(["How do I charge the battery?", "Is a library card free?", "Who is the CEO?"])(
    "answers “%s” without a skill",
    async (question) => {
      const { answer } = await ask(tenant.visitor(), request(question));
      expect(answer).toMatchObject({ cards: [], skills: [] });
    },
  );

  test("uses no skills where the chatbot has none", async () => {
    const { answer } = await ask(tenant.visitor(), request("draw three cards"), []);
    expect(answer.cards).toEqual([]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { resetEnv } from "#lib/core/env.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import {
  type ModelBody,
  type ModelServer,
  promptText,
  startModelServer,
} from "#testing/model-server/model-server.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { listMessages } from "../list-messages.ts";
import type { ChatRequest } from "../schema.ts";
import { runTurn } from "./run-turn.ts";
import { stopTurn } from "./stop-turn.ts";

const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 1 };
/** With the embedding model that is bundled: it knows English only, as for most people who set a base URL. */
const settings = { OPENAI_MODEL: "local-model", OPENAI_API: "chat" };
let model: ModelServer;
let tenant: TestTenant;
let serial = 0;

const documents: Record<string, string> = {
  "charging.md":
    "# Charging\n\nThe battery of the Kestrel City charges in four hours with the standard charger. The fast charger takes two hours.\n",
  "weights.md":
    "# Weights\n\n| Bike | Weight |\n|---|---|\n| City | 22 kg |\n| Trail | 24 kg |\n| Cargo | 39 kg |\n\nThe City is the lightest bike.\n",
  "prices.md": "# Prices\n\n| Bike | Price |\n|---|---|\n| City | EUR 2,690 |\n| Cargo | EUR 4,990 |\n",
  "warranty.md":
    "# Warranty\n\nThe warranty lasts two years from the day of purchase, for frame and battery.\n",
};

beforeAll(async () => {
  model = await startModelServer();
  Object.assign(process.env, settings, { OPENAI_BASE_URL: model.baseUrl });
  resetEnv();
  tenant = await makeTenant();
  for (const [path, text] of Object.entries(documents))
    await putDocument(tenant.ctx, { sourceId: tenant.sourceId, path, mediaType: "text/markdown", text });
});

afterAll(async () => {
  await model.close();
  for (const name of [...Object.keys(settings), "OPENAI_BASE_URL"]) delete process.env[name];
  resetEnv();
});

beforeEach(() => model.reset());

async function ask(ctx: Context, text: string, conversation?: string, language = "english") {
  serial += 1;
  const request: ChatRequest = {
    id: conversation ?? `language-${serial}`,
    chatbot: tenant.chatbot.handle,
    trigger: "submit-message",
    message: { id: `q-${serial}`, role: "user", parts: [{ type: "text", text }] },
  };
  const chatbot = {
    ...tenant.chatbot,
    config: { ...tenant.chatbot.config, language },
  } as TestTenant["chatbot"];
  const turn = await runTurn(ctx, { chatbot, request, limits });
  for await (const chunk of turn.follow()) if (chunk.type === "finish") break;
  await turn.ended;
  const answer = (await listMessages(ctx, { name: request.id })).messages.at(-1);
  if (!answer) throw new Error("no answer");
  return { answer, name: request.id, turnId: turn.turnId };
}

const isRewrite = (body: ModelBody) => promptText(body).includes("Rewrite the last message");
const completions = () => model.requests.map(({ body }) => body).filter((body) => "messages" in body);
const lastPrompt = () => promptText(completions().at(-1) ?? {});

describe("passages", () => {
  it.each([
    ["german", "Wie lange lädt der Akku?"],
    ["german", "Wie lange gilt die Garantie für den Akku des City?"],
    ["french", "Combien de temps dure la charge de la batterie du City ?"],
    ["english", "Wie schwer ist das Cargo?"],
    ["english", "Quel est le prix du vélo Cargo ?"],
  ])("reach the model when a question to a chatbot in %s is “%s”", async (language, question) => {
    model.script({ text: "Vier Stunden [1]." });
    await ask(tenant.visitor(), question, undefined, language);
    expect(lastPrompt()).toMatch(/\[1\] \w+ .*\n# \w+/);
  });

  it("come with the judgment that they may not contain the answer", async () => {
    model.script({ text: "I don't know." });
    await ask(tenant.visitor(), "Who won the battery championship of Norway in a charging tent?");
    expect(lastPrompt()).toContain("may not contain the answer");
    expect(lastPrompt()).toContain("four hours");
  });

  it("come with a low temperature unless the chatbot has one", async () => {
    model.script({ text: "Four hours [1]." });
    await ask(tenant.visitor(), "How long does the battery charge?");
    expect(completions().at(-1)?.temperature).toBe(0.2);
  });
});

describe("grounding", () => {
  it.each([
    ["Four hours [1].", "cited"],
    ["I don't have an answer to that in my sources [0].", "declined"],
    ["I could not find any information about that in the documents.", "declined"],
    ["Dazu habe ich leider keine Informationen gefunden.", "declined"],
    ["About four hours, as everyone knows.", "uncited"],
  ])("of “%s” is stored as %s", async (text, grounding) => {
    model.script({ text });
    const { answer, turnId } = await ask(tenant.visitor(), "How long does the battery charge?");
    expect(answer.grounding).toBe(grounding);
    const rows = await asOwner<{ grounding: string; evidence: number }>(
      "select grounding, evidence from platform.turns where id = $1",
      [idToUuid(turnId)],
    );
    expect(rows[0]?.grounding).toBe(grounding);
    expect(rows[0]?.evidence).toBeGreaterThan(0.3);
  });

  it("is null for questions and for answers that failed", async () => {
    model.script({ fault: { kind: "status", status: 401 } });
    const ctx = tenant.visitor();
    const { name } = await ask(ctx, "How long does the battery charge?");
    const { messages } = await listMessages(ctx, { name });
    expect(messages.map((message) => message.grounding)).toEqual([null, null]);
  });
});

describe("a follow-up", () => {
  const dialogues = [
    [
      "How heavy are the bikes?",
      "which one is the lightest?",
      "Which Kestrel bike is the lightest?",
      "22 kg",
    ],
    ["How heavy is the City?", "how much is that one?", "What is the price of the City?", "EUR 2,690"],
    ["How long does the battery charge?", "and in German?", "Charging time of the battery", "four hours"],
    ["How long does the battery charge?", "I have the City", "City battery charging time", "four hours"],
    ["How heavy is the City?", "and the Cargo?", "How heavy is the Cargo bike?", "39 kg"],
    [
      "How long is the warranty?",
      "does it cover the battery?",
      "Does the warranty cover the battery?",
      "two years",
    ],
    [
      "How long does the battery charge?",
      "and with the faster charger?",
      "fast charger charging time",
      "two hours",
    ],
    ["How much does the City cost?", "what about the other one?", "Price of the Cargo", "EUR 4,990"],
    ["How heavy is the Trail?", "Why?", "Why is the Trail bike heavy? Weight", "24 kg"],
    ["How long is the warranty?", "from when?", "From what day does the warranty last?", "day of purchase"],
    ["How much does the Cargo cost?", "und wie schwer ist es?", "Weight of the Cargo bike", "39 kg"],
    ["How heavy is the City?", "is it expensive", "Price of the City bike", "EUR 2,690"],
  ] as const;

  it.each(dialogues)("after “%s” is searched as rewritten: “%s”", async (first, then, query, fact) => {
    model.script((body) => (isRewrite(body) ? { text: `"${query}"\n` } : { text: "So it is [1]." }));
    const ctx = tenant.visitor();
    const { name } = await ask(ctx, first);
    expect(completions().filter(isRewrite)).toHaveLength(0);
    await ask(ctx, then, name);
    const rewrites = completions().filter(isRewrite);
    expect(rewrites).toHaveLength(1);
    expect(promptText(rewrites[0] ?? {})).toContain(
      `Person: ${first}\nChatbot: So it is.\nLast message: ${then}`,
    );
    expect(lastPrompt()).toContain(fact);
  });

  it("finds by the rewritten question what neither question names", async () => {
    model.script((body) =>
      isRewrite(body) ? { text: "Opening hours of the lighthouse" } : { text: "So it is [1]." },
    );
    const ctx = tenant.visitor();
    const put = (path: string, text: string) =>
      putDocument(tenant.ctx, { sourceId: tenant.sourceId, path, mediaType: "text/markdown", text });
    await put("hours.md", "# Hours\n\nThe lighthouse is open from nine.\n");
    for (let number = 1; number <= 16; number += 1)
      await put(
        `saddle-${number}.md`,
        `# Saddle ${number}\n\nSaddle ${number} fits; and that other one, when and where.\n`,
      );
    const { name } = await ask(ctx, "Which saddle fits?");
    expect(lastPrompt()).not.toContain("open from nine");
    await ask(ctx, "and that other one?", name);
    expect(lastPrompt()).toContain("open from nine");
  });

  it("is searched with the question before when the model does not rewrite it in time", async () => {
    model.script((body) =>
      isRewrite(body) ? { fault: { kind: "stall", afterChunks: 0 } } : { text: "So it is [1]." },
    );
    const ctx = tenant.visitor();
    const { name } = await ask(ctx, "How long does the battery of the City charge?");
    const { answer } = await ask(ctx, "and with the faster charger?", name);
    expect(answer.turn?.state).toBe("complete");
    expect(lastPrompt()).toContain("two hours");
  });

  it("is stopped at once while it is rewritten", async () => {
    model.script((body) =>
      isRewrite(body) ? { fault: { kind: "stall", afterChunks: 0 } } : { text: "So it is [1]." },
    );
    const ctx = tenant.visitor();
    const { name } = await ask(ctx, "How heavy is the City?");
    const asked = ask(ctx, "and the other one?", name);
    await expect.poll(() => completions().some(isRewrite), { interval: 10 }).toBe(true);
    await stopTurn(ctx, name);
    expect((await asked).answer.turn?.state).toBe("stopped");
  });

  it("is not rewritten when it can be understood on its own", async () => {
    model.script({ text: "So it is [1]." });
    const ctx = tenant.visitor();
    const { name } = await ask(ctx, "How heavy is the City?");
    await ask(ctx, "How long does the battery of the City charge with the standard charger?", name);
    expect(completions().filter(isRewrite)).toHaveLength(0);
  });
});

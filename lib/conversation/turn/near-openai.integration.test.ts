import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { resetEnv } from "#lib/core/env.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { listMessages } from "../list-messages.ts";
import type { ChatRequest, TurnChunk } from "../schema.ts";
import { textBy } from "../stream/turn-chunks.ts";
import { runTurn } from "./run-turn.ts";

const SKILL = "moon_phase";
/** Shorter than a stream of thoughts or comments lasts. */
const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 2 };
const settings = {
  OPENAI_API_KEY: "test-key",
  OPENAI_EMBEDDING_MODEL: "test-embedding",
  OPENAI_MODEL: "local-model",
  OPENAI_API: "chat",
};
let model: ModelServer;
let tenant: TestTenant;
let serial = 0;

beforeAll(async () => {
  model = await startModelServer();
  Object.assign(process.env, settings, { OPENAI_BASE_URL: model.baseUrl });
  resetEnv();
  tenant = await makeTenant();
});

afterAll(async () => {
  await model.close();
  for (const name of [...Object.keys(settings), "OPENAI_BASE_URL"]) delete process.env[name];
  resetEnv();
});

beforeEach(() => model.reset());

async function ask(modelId = settings.OPENAI_MODEL, within = limits) {
  serial += 1;
  const request: ChatRequest = {
    id: `near-${serial}`,
    chatbot: tenant.chatbot.handle,
    trigger: "submit-message",
    message: { id: `q-${serial}`, role: "user", parts: [{ type: "text", text: "How long does it charge?" }] },
  };
  const config = { ...tenant.chatbot.config, skills: [SKILL], model: modelId };
  const ctx = tenant.visitor();
  const chatbot = { ...tenant.chatbot, config } as TestTenant["chatbot"];
  const turn = await runTurn(ctx, { chatbot, request, limits: within });
  const chunks: TurnChunk[] = [];
  for await (const chunk of turn.follow()) chunks.push(chunk);
  await turn.ended;
  const answer = (await listMessages(ctx, { name: request.id })).messages.at(-1);
  if (!answer) throw new Error("no answer");
  return { answer, shown: textBy(chunks) };
}

type Frames = (string | object)[];
type Case = { chunks: Frames; expect: string };

const withSkill = (frames: Frames) =>
  JSON.parse(JSON.stringify(frames).replaceAll('"TOOL"', `"${SKILL}"`)) as Frames;

/** Sends the frames to the first request; the next ones, after a skill or an error, get a plain answer. */
function play(frames: Frames, chunkDelayMs = 0) {
  model.script((_, index, path) =>
    path.endsWith("/chat/completions") && index === 0
      ? { frames: withSkill(frames), chunkDelayMs }
      : { text: "Four hours." },
  );
}

/** Sends the frames to every request but the one with a skill's result. */
function repeat(frames: Frames, chunkDelayMs = 0) {
  model.script((body) =>
    JSON.stringify(body).includes('"role":"tool"')
      ? { text: "Four hours." }
      : { frames: withSkill(frames), chunkDelayMs },
  );
}

const said = (content: unknown, finish: string | null = null, more: object = {}) => ({
  choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  ...more,
});
const ended = (reason: string | null = "stop") => ({
  choices: [{ index: 0, delta: {}, finish_reason: reason }],
});
const delta = (fields: object) => ({ choices: [{ index: 0, delta: fields, finish_reason: null }] });
const calling = (...calls: object[]) => delta({ tool_calls: calls });

const complete: [string, Frames][] = [
  [
    "thoughts in a tag",
    [said("<think>"), said("plan [1]"), said("</think>\n\nFour "), said("hours."), ended()],
  ],
  ["thoughts without a begin mark", [said("I look."), said("\n</think>\n\n"), said("Four hours."), ended()]],
  ["thoughts in brackets", [said("[THINK]plan[/TH"), said("INK]Four hours."), ended()]],
  [
    "thoughts in content parts",
    [
      said([{ type: "thinking", thinking: [{ type: "text", text: "x" }] }]),
      said([{ type: "text", text: "Four hours." }]),
      ended(),
    ],
  ],
  ["thoughts in `reasoning_content`", [delta({ reasoning_content: "x" }), said("Four hours."), ended()]],
  ["thoughts in `thinking`", [delta({ thinking: "x", content: null }), said("Four hours."), ended()]],
  ["a finish reason of its own", [said("Four hours."), ended("end_turn")]],
  ["a finish reason in capitals", [said("Four hours."), ended("STOP")]],
  ["a finish reason for an end token", [said("Four hours."), ended("eos_token")]],
  ["a finish without a reason but the end mark", [said("Four hours."), "data: [DONE]\n\n"]],
  ["an end mark without a blank line", [said("Four hours."), "data: [DONE]"]],
  [
    "a message in place of a delta",
    [{ choices: [{ message: { content: "Four hours." }, finish_reason: "stop" }] }],
  ],
  ["text of the older completions API", [{ choices: [{ text: "Four hours.", finish_reason: "stop" }] }]],
  ["numbers where texts belong", [said("Four hours.", null, { id: 7, created: "now" }), ended()]],
  ["null for choices", [{ choices: null }, said("Four hours."), ended()]],
  [
    "another choice first",
    [{ choices: [{ index: 1, delta: { content: "X" } }] }, said("Four hours."), ended()],
  ],
  [
    "usage of null and zero",
    [said("Four hours.", null, { usage: { prompt_tokens: 0 } }), ended(), { choices: [], usage: null }],
  ],
  [
    "data in several lines",
    ['data: {"choices":\ndata: [{"delta":{"content":"Four hours."},"finish_reason":"stop"}]}\n\n'],
  ],
  [
    "carriage returns alone",
    ['data: {"choices":[{"delta":{"content":"Four hours."},"finish_reason":"stop"}]}\r\r'],
  ],
  ["a byte order mark", [`\ufeffdata: ${JSON.stringify(said("Four hours.", "stop"))}\n\n`]],
  ["one value per line", [`${JSON.stringify(said("Four "))}\n${JSON.stringify(said("hours.", "stop"))}\n`]],
  ["an error before any text, once", [{ error: { message: "overloaded" } }]],
  ["an error event before any text, once", ['event: error\ndata: {"detail":"busy"}\n\n']],
];

const called: [string, Frames][] = [
  [
    "without an index",
    [calling({ id: "c", function: { name: "TOOL", arguments: "{}" } }), ended("tool_calls")],
  ],
  [
    "with a late name",
    [
      calling({ index: 0, id: "c", function: { arguments: "" } }),
      calling({ index: 0, function: { name: "TOOL", arguments: "{}" } }),
      ended("tool_calls"),
    ],
  ],
  [
    "without an id or an index",
    [
      calling({ function: { name: "TOOL", arguments: "{" } }),
      calling({ function: { arguments: "}" } }),
      ended("tool_calls"),
    ],
  ],
  [
    "with an object as input",
    [calling({ index: 0, id: "c", function: { name: "TOOL", arguments: { date: null } } }), ended("stop")],
  ],
  [
    "with an index in quotes",
    [calling({ index: "0", id: "c", type: "", function: { name: "TOOL", arguments: null } }), ended("")],
  ],
  [
    "as a function call",
    [delta({ function_call: { name: "TOOL", arguments: "{}" } }), ended("function_call")],
  ],
  [
    "in a whole message",
    [
      {
        choices: [
          {
            message: { tool_calls: [{ id: "c", function: { name: "TOOL", arguments: "{}" } }] },
            finish_reason: "tool_calls",
          },
        ],
      },
    ],
  ],
];

describe("a server that resembles OpenAI's", () => {
  test.each(complete)("is understood when it sends %s", async (_, frames) => {
    play(frames);
    const { answer, shown } = await ask(`model-${serial}`);
    expect(answer).toMatchObject({ text: "Four hours.", turn: { state: "complete" } });
    expect(shown).toBe("Four hours.");
  });

  test.each(called)("has its skill used when it calls %s", async (_, frames) => {
    play(frames);
    const { answer } = await ask();
    expect(answer.skills).toMatchObject([{ name: SKILL, state: expect.stringMatching(/done|refused/) }]);
    expect(answer).toMatchObject({ text: "Four hours.", turn: { state: "complete" } });
  });

  test("has two skill calls that it gives the same index", async () => {
    const call = (id: string) => ({ index: 0, id, function: { name: "TOOL", arguments: "{}" } });
    play([calling(call("a"), call("b")), ended("tool_calls")]);
    expect((await ask()).answer.skills).toHaveLength(2);
  });

  test.each([
    ["thoughts", delta({ reasoning: "step " })],
    ["thoughts in the text", said("<think>step ")],
    ["comments", ": PROCESSING\n\n"],
    ["empty choices", { choices: [] }],
  ])("is alive as long as it sends %s", async (_, frame) => {
    const close = typeof frame === "object" && JSON.stringify(frame).includes("<think>") ? "</think>" : "";
    play([...Array.from({ length: 15 }, () => frame), said(`${close}Four hours.`), ended()], 100);
    const { answer } = await ask(undefined, { ...limits, firstTokenMs: 1_000, stallMs: 1_000 });
    expect(answer).toMatchObject({ text: "Four hours.", turn: { state: "complete" } });
  });

  test.each([
    ["only thoughts", [delta({ reasoning: "all" }), ended()], "failed", "model_silent", ""],
    ["a thought that is cut", [said("<think>\nI cannot"), ended("length")], "failed", "too_long", ""],
    ["a cut under another name", [said("Four"), ended("max_tokens")], "interrupted", "too_long", "Four"],
    ["an error in mid-answer", [said("Four"), { error: "crashed" }], "interrupted", "model_cut", "Four"],
    [
      "a bare message in mid-answer",
      [said("Four"), { message: "CUDA", code: 500 }],
      "interrupted",
      "model_cut",
      "Four",
    ],
    ["no end", [said("Four")], "interrupted", "model_cut", "Four"],
    [
      "an end for lack of resources",
      [said("Four"), ended("insufficient_system_resource")],
      "interrupted",
      "model_cut",
      "Four",
    ],
    ["nothing because of a filter", [ended("content_filter")], "failed", "content_filtered", ""],
  ] as const)("ends with a reason when it sends %s", async (_, frames, state, errorCode, text) => {
    model.script({ frames: [...frames] });
    expect((await ask(`model-${serial}`)).answer).toMatchObject({ text, turn: { state, errorCode } });
  });

  test.each([
    [401, { error: { message: "Incorrect API key provided" } }, "model_key_refused"],
    [404, { error: { message: "The model `x` does not exist", code: "model_not_found" } }, "model_not_found"],
    [404, "404 page not found", "model_not_found"],
    [429, { error: { message: "Rate limit reached" } }, "model_busy"],
    [
      429,
      { error: { message: "You exceeded your current quota", code: "insufficient_quota" } },
      "model_quota_used",
    ],
    [402, { error: { message: "Insufficient Balance" } }, "model_quota_used"],
    [400, { error: { message: "This model's maximum context length is 4096 tokens" } }, "prompt_too_long"],
    [400, { detail: "The response was filtered due to the content management policy" }, "content_filtered"],
    [503, "upstream", "model_unavailable"],
  ])("gives a reason for status %i and %j", async (status, body, errorCode) => {
    model.script({ fault: { kind: "status", status, body, headers: { "retry-after": "0" } } });
    expect((await ask(`model-${serial}`)).answer.turn).toMatchObject({ state: "failed", errorCode });
  });

  test.each([
    ["stream_options", 422, "Extra inputs are not permitted: stream_options"],
    ["stream_options", 422, "unprocessable"],
    ["max_tokens", 400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."],
    ["temperature", 400, "Unsupported value: 'temperature' does not support 0.2 with this model."],
    ["tools", 400, "local-model does not support tools"],
  ])(
    "is asked again without %s when it refuses that with %i, and not a third time",
    async (field, status, message) => {
      model.script((body) =>
        field in body
          ? { fault: { kind: "status", status, body: { error: { message } } } }
          : { text: "Four hours." },
      );
      const id = `refusing-${serial}`;
      const completions = () => model.requests.filter(({ path }) => path.endsWith("/chat/completions"));
      expect((await ask(id)).answer.text).toBe("Four hours.");
      const first = completions().length;
      expect(first).toBeGreaterThan(1);
      expect((await ask(id)).answer.text).toBe("Four hours.");
      expect(completions().length - first).toBe(1);
    },
  );

  test("gets its instructions in the question when it refuses their role", async () => {
    model.script((body) =>
      JSON.stringify(body.messages).includes('"role":"system"')
        ? { fault: { kind: "status", status: 400, body: { error: "System role not supported" } } }
        : { text: "Four hours." },
    );
    expect((await ask(`roles-${serial}`)).answer.text).toBe("Four hours.");
    expect(JSON.stringify(model.requests.at(-1)?.body.messages)).toMatch(
      /^\[\{"role":"user","content":"You are /,
    );
  });

  test("gets the plain output limit when it refuses one with an allowance for thoughts", async () => {
    model.script(({ max_tokens = 0, max_completion_tokens = 0 }) =>
      max_tokens + max_completion_tokens > 4_096
        ? {
            fault: {
              kind: "status",
              status: 400,
              body: { error: { message: "max_tokens is too large: 9200" } },
            },
          }
        : { text: "Four hours." },
    );
    expect((await ask(`limited-${serial}`)).answer.text).toBe("Four hours.");
  });

  test("is asked by chat completions when it has no Responses API, and remembered", async () => {
    process.env.OPENAI_API = "responses";
    resetEnv();
    model.script((_, __, path) =>
      path.endsWith("/responses")
        ? { fault: { kind: "status", status: 404, body: "404 page not found" } }
        : { text: "Four hours." },
    );
    const paths = () =>
      model.requests.map(({ path }) => path.replace("/v1", "")).filter((path) => path !== "/embeddings");
    for (let turn = 0; turn < 2; turn += 1)
      expect((await ask(`no-responses-${serial}`)).answer).toMatchObject({ text: "Four hours." });
    expect(paths()).toEqual(["/responses", "/chat/completions", "/chat/completions"]);
    process.env.OPENAI_API = "chat";
    resetEnv();
  });

  test("is understood when it answers with whole JSON", async () => {
    model.script({ text: "Four hours.", isWhole: true });
    expect((await ask()).answer).toMatchObject({ text: "Four hours.", turn: { state: "complete" } });
  });

  test("has its text cut at the output limit, thoughts not counted", async () => {
    const long = Array.from({ length: 2_000 }, () => said("<think>word </think>word "));
    model.script({
      frames: [
        said("<think>"),
        ...Array.from({ length: 3_000 }, () => said("thought ")),
        said("</think>"),
        ...long,
        ended(),
      ],
    });
    const { answer } = await ask(`long-${serial}`);
    expect(answer.turn).toMatchObject({ state: "interrupted", errorCode: "too_long" });
    expect(answer.text.length).toBeGreaterThan(5_000);
    expect(answer.text.length).toBeLessThan(7_000);
  });
});

const file = new URL("../../../../shared/cases/streams.json", import.meta.url);
const { streams = {} } = existsSync(file)
  ? (JSON.parse(readFileSync(file, "utf8")) as { streams: Record<string, Case> })
  : {};

describe.skipIf(Object.keys(streams).length === 0)("the shared streams", () => {
  test.each(Object.entries(streams))("%s", async (name, { chunks, expect: expected }) => {
    const isSlow = chunks.length > 12;
    repeat(chunks, isSlow ? 100 : 0);
    const { answer, shown } = await ask(`shared-${name}`);
    expect(shown).toBe(answer.text);
    if (/^nothing of the thought/.test(expected))
      expect(answer).toMatchObject({ text: "", turn: { errorCode: "too_long" } });
    else if (/^failed with a reason/.test(expected))
      expect(answer).toMatchObject({ text: "", turn: { state: "failed", errorCode: "model_silent" } });
    else if (/^cut off/.test(expected))
      expect(answer).toMatchObject({ text: "Four hours.", turn: { state: "interrupted" } });
    // These two never send the whole text, so they can only end as failed or interrupted.
    else if (/^failed/.test(expected) || name === "errorfirst")
      expect(answer).toMatchObject({ text: "", turn: { state: "failed" } });
    else if (/^interrupted/.test(expected) || name === "errordetail")
      expect(answer).toMatchObject({ text: "Four ", turn: { state: "interrupted" } });
    else {
      expect(answer.text).toBe("Four hours.");
      expect(answer.turn?.state).toBe("complete");
      if (/"TOOL"/.test(JSON.stringify(chunks))) expect(answer.skills).toHaveLength(1);
    }
  });
});

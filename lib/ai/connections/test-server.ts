import { ParleyError } from "#lib/core/errors.ts";
import { chatCompletionsModel } from "../chat-completions/chat-completions-model.ts";
import { readError } from "../chat-completions/read-chunk.ts";
import { listServerModels, type ModelServer } from "./list-server-models.ts";
import { problemOfCall, problemOfList } from "./read-problem.ts";
import type { ConnectionTest } from "./schema.ts";

/** A server of one's own may load the model first. */
const FIRST_MS = 30_000;
/** Enough for a word; models that think get no further than their thoughts, which is a sign of life too. */
const MAX_TOKENS = 32;
const EVENT_STREAM = /^text\/event-stream\b/i;
/** Finish reasons of an answer without text, such as one that was all thoughts. */
const WHOLE = new Set(["stop", "length"]);
const SAID_CHARS = 200;

type Limits = { listMs?: number; firstMs?: number };
type Failure = Extract<ConnectionTest, { isOk: false }>;

/**
 * Finds out whether a server answers: which models it has and, if one is named, whether that model writes.
 * Never throws.
 */
export async function testServer(
  server: ModelServer,
  model: string | undefined,
  { listMs, firstMs = FIRST_MS }: Limits = {},
): Promise<ConnectionTest> {
  const fail = (problem: Failure["problem"], said: string | null, more: Partial<Failure> = {}): Failure => ({
    isOk: false,
    problem,
    said: said && redact(said, server.apiKey).slice(0, SAID_CHARS),
    models: null,
    suggestedUrl: null,
    ...more,
  });
  const hasKey = server.apiKey !== undefined;
  let models: string[] | null = null;
  try {
    const listed = await listServerModels(server, listMs);
    ({ models } = listed);
    const problem = problemOfList(listed, hasKey);
    if (problem === "wrong_address") {
      const suggestedUrl = await findApi(server);
      if (suggestedUrl) return fail(problem, null, { suggestedUrl });
    }
    // Some servers list no models, but answer.
    if (problem && (model === undefined || problem === "key_refused" || problem === "key_missing"))
      return fail(problem, wordsIn(listed.body));
  } catch (error) {
    return fail(problemOfCall(error, hasKey), wordsOf(error));
  }
  if (model === undefined) return { isOk: true, firstMs: null, isStreaming: true, models };
  try {
    return { isOk: true, models, ...(await callOnce(server, model, firstMs)) };
  } catch (error) {
    return fail(problemOfCall(error, hasKey), wordsOf(error), { models });
  }
}

/** Asks for a word, and leaves as soon as something arrives. */
async function callOnce(server: ModelServer, model: string, timeoutMs: number) {
  let isStreaming = true;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await server.fetch(input, init);
    isStreaming = EVENT_STREAM.test(response.headers.get("content-type") ?? "");
    return response;
  };
  const leave = new AbortController();
  const startedAt = performance.now();
  try {
    const { stream } = await chatCompletionsModel(model, { ...server, fetch }).doStream({
      prompt: [{ role: "user", content: [{ type: "text", text: "Reply with the word OK." }] }],
      maxOutputTokens: MAX_TOKENS,
      abortSignal: AbortSignal.any([AbortSignal.timeout(timeoutMs), leave.signal]),
    });
    const reader = stream.getReader();
    for (;;) {
      const { done, value: part } = await reader.read();
      if (done) throw new SyntaxError("The server ended its response without an answer.");
      if (part.type === "error") throw part.error;
      const isWhole = part.type === "finish" && WHOLE.has(part.finishReason.unified);
      if (part.type === "finish" && !isWhole) throw new SyntaxError("The answer broke off.");
      if (isWhole || part.type === "text-delta" || part.type === "reasoning-delta")
        return { firstMs: Math.round(performance.now() - startedAt), isStreaming };
    }
  } finally {
    leave.abort();
  }
}

/** Servers usually have their API below /v1, which people leave out. */
async function findApi(server: ModelServer): Promise<string | null> {
  const { origin, pathname } = new URL(server.baseUrl);
  for (const path of new Set([`${pathname.replace(/\/+$/, "")}/v1`, "/v1"])) {
    const baseUrl = `${origin}${path}`;
    if (baseUrl === server.baseUrl) continue;
    const found = await listServerModels({ ...server, baseUrl }).catch(() => null);
    if (found?.models || found?.status === 401) return baseUrl;
  }
  return null;
}

function wordsIn(body: string): string | null {
  try {
    return readError(JSON.parse(body))?.message ?? null;
  } catch {
    return null;
  }
}

/** Only what the server itself said: the errors of sockets contain addresses. */
function wordsOf(error: unknown): string | null {
  const { responseBody, data } = (error ?? {}) as { responseBody?: unknown; data?: unknown };
  if (typeof responseBody === "string") return wordsIn(responseBody);
  if (data !== undefined) return readError(data)?.message ?? null;
  return error instanceof ParleyError && error.code === "too_large" ? error.message : null;
}

/** Some servers repeat the key they refuse. */
function redact(said: string, key: string | undefined): string {
  return key ? said.replaceAll(key, "…") : said;
}

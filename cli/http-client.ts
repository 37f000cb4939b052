import { randomUUID } from "node:crypto";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { z } from "zod";
import type { ChatRequest, TurnChunk } from "#lib/conversation/schema.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { trustedFetch } from "#lib/core/trusted-fetch.ts";
import { queueProbe } from "#lib/jobs/schema.ts";
import { ingestionStates } from "#lib/knowledge/ingestion/ingestion.ts";
import { hiddenKinds } from "#lib/knowledge/parsing/hidden-text.ts";
import { unreadKinds } from "#lib/knowledge/parsing/unread-part.ts";
import { crawlSettings } from "#lib/knowledge/schema.ts";
import { sourceKinds } from "#lib/knowledge/sources/source-kinds.ts";
import { readAnswerError } from "./answer-error.ts";
import type { KnowledgeClient } from "./knowledge-client.ts";
import { parseJson } from "./parse-json.ts";
import { readOutcome } from "./read-outcome.ts";

const CALL_TIMEOUT_MS = 60_000;
/** A ten-megabyte document may queue behind others and embed slowly, so its state is polled. */
const WAIT_SECONDS = 30;
/** The server sends a heartbeat every 12 s and ends every turn itself. */
const TURN_TIMEOUT_MS = 15 * 60_000;

const source = z.object({ id: z.string(), kind: z.enum(sourceKinds) });
const place = z.object({ url: z.string(), reason: z.string() });
const sourceStatus = source.extend({
  origin: z.string(),
  name: z.string(),
  settings: crawlSettings,
  syncMinutes: z.number().nullable(),
  sync: z.object({
    state: z.enum(["idle", "queued", "fetching", "ready", "failed", "cancelled"]),
    reason: z.string().nullable(),
    report: z
      .object({
        changed: z.number(),
        unchanged: z.number(),
        removed: z.number(),
        skipped: z.array(place),
        failed: z.array(place),
        skippedCount: z.number(),
        failedCount: z.number(),
        bytes: z.number(),
        seconds: z.number(),
      })
      .nullable(),
    at: z.string().nullable(),
  }),
});
const listing = z.object({ documents: z.array(z.object({ path: z.string(), contentHash: z.string() })) });
const sources = z.object({ sources: z.array(z.object({ id: z.string() })) });
const knowledge = z.object({
  documents: z.array(z.object({ id: z.string(), path: z.string(), title: z.string() })),
});
const hiddenText = z.object({
  kind: z.enum(hiddenKinds),
  excerpt: z.string(),
  characters: z.number(),
  pieces: z.number(),
  page: z.number().optional(),
});
const unreadPart = z.object({
  kind: z.enum(unreadKinds),
  names: z.string(),
  pieces: z.number(),
  page: z.number().optional(),
});
const ingestion = z.object({
  id: z.string(),
  revision: z.number(),
  path: z.string(),
  state: z.enum(ingestionStates),
  outcome: z.enum(["created", "replaced", "unchanged"]).nullable(),
  reason: z.string().nullable(),
  done: z.number(),
  total: z.number(),
  attempts: z.number(),
  updatedAt: z.string(),
  document: z
    .object({
      id: z.string(),
      chunks: z.number(),
      windows: z.number(),
      hidden: z.array(hiddenText),
      unread: z.array(unreadPart),
    })
    .nullable(),
});
const intake = z.object({
  counts: z.partialRecord(z.enum(ingestionStates), z.number()),
  ingestions: z.array(ingestion),
});
const score = z.number().nullable();
const answer = z.object({
  query: z.string(),
  answerable: z.boolean(),
  meaning: z.enum(["used", "unavailable", "other_language"]).default("used"),
  corrections: z
    .array(z.object({ typed: z.string(), lexemes: z.array(z.string()), strength: z.number() }))
    .default([]),
  results: z.array(
    z.object({
      document: z.string(),
      path: z.string(),
      title: z.string(),
      headingPath: z.array(z.string()),
      ordinal: z.number(),
      start: z.number(),
      end: z.number(),
      pages: z.object({ kind: z.enum(["page", "slide"]), first: z.number(), last: z.number() }).nullable(),
      text: z.string(),
      score: z.number(),
      textScore: score,
      vectorScore: score,
      coverage: z.number(),
      isCuratedAnswer: z.boolean().default(false),
    }),
  ),
});

type Call = {
  method: "GET" | "PUT" | "POST" | "DELETE";
  path: string;
  body?: object | Uint8Array;
  timeoutMs?: number;
  /** Seconds for which the answer may wait for the end of the work. */
  wait?: number;
};

/** Works through a server's machine API, with an API key. */
export function httpClient(server: string, key: string): KnowledgeClient {
  const base = server.replace(/\/+$/, "");

  async function call({ method, path, body, timeoutMs = CALL_TIMEOUT_MS, wait }: Call): Promise<Response> {
    const isFile = body instanceof Uint8Array;
    const headers = {
      authorization: `Bearer ${key}`,
      ...(wait ? { prefer: `wait=${wait}` } : {}),
      ...(body ? { "content-type": isFile ? "application/octet-stream" : "application/json" } : {}),
    };
    const signal = AbortSignal.timeout(timeoutMs);
    const init = {
      method,
      headers,
      signal,
      body: isFile ? (body as BodyInit) : body && JSON.stringify(body),
    };
    const response = await trustedFetch(`${base}${path}`, init).catch((error: unknown) => {
      throw connectionError(base, error);
    });
    if (!response.ok) throw await readAnswerError(response, base);
    return response;
  }

  async function json<T>(schema: z.ZodType<T>, input: Call): Promise<T> {
    const response = await call(input);
    const text = await response.text().catch((error: unknown) => {
      throw connectionError(base, error);
    });
    const parsed = schema.safeParse(parseJson(text));
    if (!parsed.success)
      throw new ParleyError("invalid", `${base} responded, but it is not a Parley server.`);
    return parsed.data;
  }

  async function remove(path: string): Promise<void> {
    await call({ method: "DELETE", path }).catch((error: unknown) => {
      if (!(error instanceof ParleyError && error.code === "not_found")) throw error;
    });
  }

  const sourceOf = (sourceId: string) => `/api/v1/knowledge/sources/${encodeURIComponent(sourceId)}`;
  const documentsOf = (sourceId: string) => `${sourceOf(sourceId)}/documents`;
  const fileOf = (sourceId: string, path: string) =>
    `${sourceOf(sourceId)}/files?path=${encodeURIComponent(path)}`;
  const ingest = async (input: Call) => {
    const asked = await json(ingestion, { ...input, wait: WAIT_SECONDS });
    const path = `/api/v1/knowledge/ingestions/${encodeURIComponent(asked.id)}`;
    return readOutcome(asked, () => json(ingestion, { method: "GET", path, wait: WAIT_SECONDS }));
  };

  return {
    place: base,
    concurrency: 4,
    openSource: (body) => json(source, { method: "PUT", path: "/api/v1/knowledge/sources", body }),
    async listDocuments(sourceId) {
      return (await json(listing, { method: "GET", path: documentsOf(sourceId) })).documents;
    },
    putDocument: (sourceId, document) =>
      ingest({
        method: "PUT",
        path: "bytes" in document ? fileOf(sourceId, document.path) : documentsOf(sourceId),
        body: "bytes" in document ? document.bytes : document,
      }),
    syncPage: (sourceId, url) =>
      ingest({ method: "POST", path: `${sourceOf(sourceId)}/pages`, body: { url } }),
    syncSource: (sourceId) => json(sourceStatus, { method: "POST", path: `${sourceOf(sourceId)}/sync` }),
    getSource: (sourceId) => json(sourceStatus, { method: "GET", path: sourceOf(sourceId), wait: 1 }),
    async listFailed(sourceId) {
      const path = `${sourceOf(sourceId)}/ingestions?states=failed&limit=1000`;
      const { counts, ingestions: failed } = await json(intake, { method: "GET", path });
      return { counts, failed };
    },
    deleteDocument: (sourceId, path) => remove(`${documentsOf(sourceId)}?path=${encodeURIComponent(path)}`),
    deleteConversation: (conversation) => remove(`/api/conversations/${encodeURIComponent(conversation)}`),
    search: (body) => json(answer, { method: "POST", path: "/api/v1/knowledge/search", body }),
    async listKnowledge(chatbot) {
      const path = `/api/v1/knowledge/sources?chatbot=${encodeURIComponent(chatbot)}`;
      const { sources: all } = await json(sources, { method: "GET", path });
      const documents = [];
      for (const { id } of all) {
        documents.push(...(await json(knowledge, { method: "GET", path: documentsOf(id) })).documents);
      }
      return documents;
    },
    async *ask({ chatbot, question, conversation = randomUUID() }) {
      const body: ChatRequest = {
        id: conversation,
        chatbot,
        trigger: "submit-message",
        message: { id: randomUUID(), role: "user", parts: [{ type: "text", text: question }] },
      };
      const response = await call({ method: "POST", path: "/api/chat", body, timeoutMs: TURN_TIMEOUT_MS });
      try {
        yield* readChunks(response);
      } catch (error) {
        throw connectionError(base, error);
      }
    },
    probeQueue: (body) => json(queueProbe, { method: "POST", path: "/api/v1/queue/probe", body }),
    close: async () => undefined,
  };
}

async function* readChunks(response: Response): AsyncGenerator<TurnChunk> {
  const events = response.body
    ?.pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  const reader = events?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    const { data } = next.value;
    if (data === "[DONE]") return;
    const chunk = parseJson(data);
    if (typeof chunk === "object" && chunk !== null && "type" in chunk) yield chunk as TurnChunk;
  }
}

/** Whatever broke the connection is worth another try, except an address that sends its callers elsewhere. */
function connectionError(base: string, error: unknown): ParleyError {
  if (error instanceof ParleyError) {
    return new ParleyError("invalid", `${base} redirects to another URL. Use that URL for --server.`);
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const isLate = cause instanceof Error && cause.name === "TimeoutError";
  const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  return new ParleyError(
    "unavailable",
    isLate ? `${base} did not respond in time.` : `${base} is not responding${code}.`,
  );
}

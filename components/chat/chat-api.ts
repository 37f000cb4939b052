import type {
  ChatRequest,
  CitedDocument,
  ConversationDetail,
  ConversationList,
  Feedback,
  MessagePage,
} from "#lib/conversation/schema.ts";
import type { OwnEntitlement } from "#lib/people/schema.ts";
import { collectEvents } from "./collect-events.ts";

/** The server refused the request. A `TypeError` from fetch means that it could not be reached. */
export class ChatApiError extends Error {
  readonly status: number;
  /** Seconds after which to retry an overloaded server. */
  readonly retryAfter: number | null;

  constructor(status: number, message: string, retryAfter: number | null = null) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

type AnswerAddress = { conversationId: string; messageId: string };
type CitationAddress = AnswerAddress & { number: number };

export type ChatApi = ReturnType<typeof createChatApi>;

export function createChatApi(chatbot: string) {
  let visitor: Promise<ConversationList> | null = null;

  const address = (path: string, query: Record<string, string | null | undefined> = {}) => {
    const search = new URLSearchParams({ chatbot });
    for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
    return `/api/${path}?${search}`;
  };
  const conversation = (id: string) => `conversations/${encodeURIComponent(id)}`;
  const list = (query?: { q?: string; before?: string | null }, signal?: AbortSignal) =>
    request<ConversationList>(address("conversations", query), { signal });

  /** The first list request sets the visitor cookie, so every POST waits for it. Retried after a failure. */
  const ensureVisitor = () => {
    visitor ??= list().catch((error: unknown) => {
      visitor = null;
      throw error;
    });
    return visitor;
  };

  const note = collectEvents(async (events) => {
    await ensureVisitor();
    await send(address("events"), { ...json("POST", { chatbot, events }), keepalive: true });
  });

  return {
    list,
    ensureVisitor,
    eventsUrl: (id: string) => address(`${conversation(id)}/events`),
    exportUrl: (id: string, format: "md" | "json") => address(`${conversation(id)}/export`, { format }),
    detail: (id: string, signal?: AbortSignal) =>
      request<ConversationDetail>(address(conversation(id)), { signal }),
    rename: (id: string, title: string) =>
      request<ConversationDetail>(address(conversation(id)), json("PATCH", { title })),
    remove: (id: string, keepalive = false) =>
      send(address(conversation(id)), { method: "DELETE", keepalive }),
    messages: (id: string, before?: string | null, signal?: AbortSignal) =>
      request<MessagePage>(address(`${conversation(id)}/messages`, { before }), { signal }),
    rate: async ({ conversationId, messageId }: AnswerAddress, feedback: Feedback | null) => {
      const path = `${conversation(conversationId)}/messages/${encodeURIComponent(messageId)}/feedback`;
      await send(address(path), json("PUT", feedback ?? { rating: null }));
    },
    openCitation: ({ conversationId, messageId, number }: CitationAddress, signal?: AbortSignal) =>
      request<CitedDocument>(
        address(
          `${conversation(conversationId)}/messages/${encodeURIComponent(messageId)}/citations/${number}`,
        ),
        { signal },
      ),
    /** Reports what was used, a moment later and only if the network is there; nobody waits for it. */
    note,
    ask: async (turn: Omit<ChatRequest, "chatbot">, signal: AbortSignal) => {
      await ensureVisitor();
      // The URL names the chatbot too: the server divides its capacity before it reads bodies.
      return send(address("chat"), { ...json("POST", { ...turn, chatbot }), signal });
    },
    /** Streams the answer from the cursor, or from its start without one. Null when no answer is running. */
    resume: async (id: string, cursor: string | null, signal: AbortSignal) => {
      const response = await send(address(`chat/${encodeURIComponent(id)}/stream`, { cursor }), { signal });
      return response.status === 204 ? null : response;
    },
    ownEntitlement: async () => {
      await ensureVisitor();
      return request<OwnEntitlement>(address("me"));
    },
    stop: (id: string) => send(address(`chat/${encodeURIComponent(id)}/stop`), { method: "POST" }),
  };
}

function json(method: string, body: unknown): RequestInit {
  return { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

async function request<T>(url: string, init: RequestInit = {}): Promise<T> {
  const response = await send(url, init);
  return (await response.json()) as T;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { credentials: "same-origin", cache: "no-store", ...init });
  if (response.ok) return response;
  const { message, retryAfter } = await readError(response);
  throw new ChatApiError(response.status, message, retryAfter);
}

type ErrorBody = { error?: { message?: unknown; details?: { reason?: unknown; retryAfter?: unknown } } };

async function readError(response: Response): Promise<{ message: string; retryAfter: number | null }> {
  try {
    const { error } = (await response.json()) as ErrorBody;
    const { reason, retryAfter } = error?.details ?? {};
    if (typeof error?.message === "string")
      return { message: error.message, retryAfter: reason === "overloaded" ? Number(retryAfter) : null };
  } catch {
    // The response came from a proxy, without a message for the user.
  }
  return { message: `The server responded with status ${response.status}.`, retryAfter: null };
}

/** Returns the message to show; null when the server could not be reached. */
export function messageOf(error: unknown): string | null {
  return error instanceof ChatApiError ? error.message : null;
}

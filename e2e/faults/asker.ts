import { setTimeout as sleep } from "node:timers/promises";
import { ChatApiError } from "#components/chat/chat-api.ts";
import { emptyConversation, isAnswering } from "#components/chat/conversation-state.ts";
import { followTurn, type TurnSource } from "#components/chat/follow-turn.ts";
import { reduceConversation } from "#components/chat/reduce-conversation.ts";
import type { MessagePage } from "#lib/conversation/schema.ts";
import type { Asked } from "./journal.ts";
import type { Random } from "./random.ts";

/** As long as the page waits for a sign of life. */
const SILENT_MS = 30_000;
const ASK_AGAIN_MS = 500;
/** A question that was not answered by then is given up: the checker finds it. */
const PATIENCE_MS = 150_000;

export type Door = {
  /** The address for the next request, as a load balancer picks one. */
  url(): string;
  /** Whether and after how many events this connection is cut. */
  cut?(): number | null;
};

/** What the model is asked to say, and how. */
export type Wish = { words: number; delayMs: number; fault?: string };

let serial = 0;

/** A question that tells the model server what to answer, and the answer. */
export function question(run: string, { words, delayMs, fault = "none" }: Wish) {
  serial += 1;
  const name = `${run}n${serial}`;
  return {
    name,
    text: `q-${name} ${words} words, ${delayMs} ms, fault ${fault}.`,
    expected: answerTo(name, words),
  };
}

/** Every word is unique in the run, so that a repeated or foreign word is noticed. */
export function answerTo(name: string, words: number): string {
  return Array.from({ length: words }, (_, i) => `${name}x${i + 1}`).join(" ");
}

/**
 * Asks one question and follows its answer to the end with the page's own reader and state. Like a person,
 * it sends refused questions again and presses "Reconnect" where that is shown.
 */
export async function ask(asked: Asked, door: Door, random: Random): Promise<void> {
  const headers = { authorization: `Bearer ${asked.apiKey}`, "content-type": "application/json" };
  const name = encodeURIComponent(asked.conversation);
  const call = async (path: string, init: RequestInit) => {
    const response = await fetch(door.url() + path, { ...init, headers });
    if (response.ok) return response;
    throw new ChatApiError(response.status, `${response.status} ${await response.text()}`);
  };
  const message = { id: asked.messageId, role: "user", parts: [{ type: "text", text: asked.text }] };
  const body = JSON.stringify({ id: asked.conversation, chatbot: asked.tenant, message });
  const source: TurnSource = {
    ask: async (signal) => cutting(await call("/api/chat", { method: "POST", body, signal }), door),
    async resume(_id, cursor, signal) {
      const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : "";
      const response = await call(`/api/chat/${name}/stream${query}`, { signal });
      asked.resumed += 1;
      return response.status === 204 ? null : cutting(response, door);
    },
    async reload(_id, signal) {
      return (await (await call(`/api/conversations/${name}/messages`, { signal })).json()) as MessagePage;
    },
    wait: async (milliseconds, signal) => {
      await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
    },
    watch: watchSilence,
    now: () => performance.now(),
    random: () => random.between(0, 1),
  };
  const giveUp = AbortSignal.timeout(PATIENCE_MS);
  let state = emptyConversation;
  let isKnown = false;
  while (!giveUp.aborted) {
    state = isKnown
      ? reduceConversation(state, { type: "reconnecting", attempt: 0 })
      : reduceConversation(emptyConversation, sent(asked));
    await followTurn(
      isKnown ? { ...source, ask: null } : source,
      isKnown ? asked.conversation : null,
      (action) => {
        if (action.type === "chunks" && action.chunks.some(({ type }) => type === "start")) {
          isKnown = true;
          asked.acknowledgedAt ??= performance.now();
        }
        state = reduceConversation(state, action);
        const shown = state.messages.at(-1);
        if (shown?.role !== "assistant") return;
        if (shown.text) asked.firstTokenAt ??= performance.now();
        if (!asked.expected.startsWith(shown.text)) asked.wrong.push(shown.text);
        asked.shown = shown;
      },
      giveUp,
    );
    if (state.turn.kind === "lost") asked.lost += 1;
    else if (isKnown && !isAnswering(state)) {
      asked.endedAt = performance.now();
      return;
    } else asked.refusals.push(statusOf(state.notice?.message ?? ""));
    await sleep(ASK_AGAIN_MS);
  }
}

const sent = ({ messageId, text }: Asked) => ({
  type: "sent" as const,
  id: messageId,
  text,
  createdAt: new Date().toISOString(),
});

function statusOf(message: string): number {
  return Number(/^\d+/.exec(message)?.[0] ?? 0);
}

/** The same as the page's watch, without a page. */
export function watchSilence(
  onSilent: () => void,
  answerWithin?: number,
): { heard: () => void; end: () => void } {
  let last = performance.now();
  const timer = setInterval(() => {
    if (performance.now() - last > SILENT_MS) onSilent();
  }, 2_000);
  const unanswered = answerWithin === undefined ? undefined : setTimeout(onSilent, answerWithin);
  return {
    heard() {
      clearTimeout(unanswered);
      last = performance.now();
    },
    end() {
      clearTimeout(unanswered);
      clearInterval(timer);
    },
  };
}

/** The response, whose connection dies after `events` events. */
function cutting(response: Response, door: Door): Response {
  let left = door.cut?.() ?? null;
  if (left === null || !response.body) return response;
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      left = (left ?? 0) - 1;
      if (left < 0) controller.error(new TypeError("The network is gone."));
      else controller.enqueue(bytes);
    },
  });
  return new Response(response.body.pipeThrough(cut), { status: response.status });
}

import type { MessagePage, TurnChunk } from "#lib/conversation/schema.ts";
import { ChatApiError, messageOf } from "./chat-api.ts";
import { type ConversationAction, isAnswerRunning } from "./conversation-state.ts";
import { readTurnStream } from "./read-turn-stream.ts";

const delays = [500, 1_000, 2_000, 4_000];
const longestDelay = 8_000;
/** About two minutes, longer than a server takes to restart. The first request is given up sooner. */
const mostTries = 18;
const mostAsks = 5;
/** About a minute and a half in all. */
const mostRefusals = 12;
const longestRefusalSeconds = 15;
/** A connection that lasted this long was good: the attempts are counted from zero again. */
const goodConnection = 5_000;
/**
 * The server answers a reconnect at once. Without a response the connection is a dead one from before a sleep
 * or a network change. The browser may hold several of these, so each attempt times out soon, a little later
 * each time.
 */
const answerWithin = (attempt: number) => (attempt === 0 ? 5_000 : 1_000 + 1_000 * attempt);

export type TurnSource = {
  /** Null when the answer is already running and only has to be followed. */
  ask: ((signal: AbortSignal) => Promise<Response>) | null;
  resume: (conversationId: string, cursor: string | null, signal: AbortSignal) => Promise<Response | null>;
  reload: (conversationId: string, signal: AbortSignal) => Promise<MessagePage>;
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Detects a silent connection or a late response. `heard` is called whenever data arrives. */
  watch: (onSilent: () => void, answerWithin?: number) => { heard: () => void; end: () => void };
  now: () => number;
  random: () => number;
};

/**
 * Follows one answer to its end through disconnects, sleep and server restarts. Resumes from the last event
 * received, so that nothing is repeated or lost. Asking again is safe because the message id makes the
 * request idempotent. Returns when the turn has ended, was refused or lost, or `signal` aborted.
 */
export async function followTurn(
  source: TurnSource,
  conversationId: string | null,
  emit: (action: ConversationAction) => void,
  signal: AbortSignal,
): Promise<void> {
  let known = source.ask === null ? conversationId : null;
  let cursor: string | null = null as string | null;
  let since = source.now();
  let isAnswered = true;
  let refusals = 0;
  for (let attempt = 0; ; attempt++) {
    if (attempt > 0) {
      if (attempt > (known ? mostTries : mostAsks))
        return emit(known ? { type: "lost" } : { type: "refused", message: null });
      if (known) emit({ type: "reconnecting", attempt });
      const delay = (delays[attempt - 1] ?? longestDelay) * (0.75 + source.random() / 2);
      const waited = isAnswered ? 0 : source.now() - since;
      if (waited < delay) await source.wait(delay - waited, signal);
    }
    if (signal.aborted) return;
    since = source.now();
    isAnswered = false;
    const connection = new AbortController();
    const leave = () => connection.abort();
    signal.addEventListener("abort", leave);
    const watch = source.watch(leave, known ? answerWithin(attempt) : undefined);
    try {
      const response: Response | null | undefined = known
        ? await source.resume(known, cursor, connection.signal)
        : await source.ask?.(connection.signal);
      watch.heard();
      isAnswered = true;
      if (known && !response) {
        const page = await source.reload(known, connection.signal);
        emit({ type: "reloaded", page });
        if (!isAnswerRunning(page)) return;
      }
      if (known && response) emit({ type: "connected" });
      for await (const event of response?.body ? readTurnStream(response.body, watch.heard) : []) {
        if (signal.aborted) return;
        const { chunk } = event;
        if (event.id) cursor = event.id;
        if (chunk.type === "start") known = chunk.messageMetadata.conversationId;
        emit({ type: "chunks", chunks: [chunk] });
        if (isEnd(chunk)) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      const retryAfter = !known && error instanceof ChatApiError ? error.retryAfter : null;
      if (retryAfter !== null && refusals < mostRefusals) {
        refusals += 1;
        emit({ type: "waiting" });
        await source.wait(waitAfterRefusal(retryAfter, refusals, source.random()), signal);
        attempt = -1;
        continue;
      }
      if (!known && (attempt === 0 || error instanceof ChatApiError)) {
        return emit({ type: "refused", message: messageOf(error) });
      }
      if (error instanceof ChatApiError && error.status === 400 && cursor) cursor = null;
      else if (error instanceof ChatApiError && error.status < 500 && error.status !== 429) {
        return emit({ type: "lost" });
      }
    } finally {
      watch.end();
      signal.removeEventListener("abort", leave);
      connection.abort();
    }
    if (isAnswered && source.now() - since > goodConnection) attempt = 0;
  }
}

/** Longer after each refusal, to spread the load. */
function waitAfterRefusal(retryAfter: number, refusals: number, random: number): number {
  return 1_000 * Math.min(longestRefusalSeconds, retryAfter * (1 + refusals / 4)) * (0.75 + random / 2);
}

function isEnd({ type }: TurnChunk): boolean {
  return type === "finish" || type === "abort" || type === "error" || type === "data-replace";
}

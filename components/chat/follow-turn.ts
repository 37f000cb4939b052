import type { MessagePage, TurnChunk } from "#lib/conversation/schema.ts";
import { ChatApiError, messageOf } from "./chat-api.ts";
import { type ConversationAction, isAnswerRunning } from "./conversation-state.ts";
import { readTurnStream } from "./read-turn-stream.ts";

const delays = [500, 1_000, 2_000, 4_000, 4_000];
/** A connection that held this long was a good one: the next cut starts counting anew. */
const goodConnection = 5_000;

export type TurnSource = {
  /** Null when the answer is already being written and only needs following. */
  ask: ((signal: AbortSignal) => Promise<Response>) | null;
  resume: (conversationId: string, signal: AbortSignal) => Promise<Response | null>;
  reload: (conversationId: string, signal: AbortSignal) => Promise<MessagePage>;
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  now: () => number;
};

/**
 * Follows one answer to its end, through cuts of the connection. Asking again is safe, for the message's
 * id makes the post idempotent. Returns when the turn has ended, was refused, lost, or `signal` aborted.
 */
export async function followTurn(
  source: TurnSource,
  conversationId: string | null,
  emit: (action: ConversationAction) => void,
  signal: AbortSignal,
): Promise<void> {
  let known = source.ask === null ? conversationId : null;
  for (let attempt = 0; ; attempt++) {
    if (attempt > 0) {
      const delay = delays[attempt - 1];
      if (delay === undefined) return emit(known ? { type: "lost" } : { type: "refused", message: null });
      if (known) emit({ type: "reconnecting", attempt });
      await source.wait(delay, signal);
    }
    if (signal.aborted) return;
    const since = source.now();
    try {
      const response = known ? await source.resume(known, signal) : await source.ask?.(signal);
      if (known && !response) {
        const page = await source.reload(known, signal);
        emit({ type: "reloaded", page });
        if (!isAnswerRunning(page)) return;
      }
      for await (const chunk of response?.body ? readTurnStream(response.body) : []) {
        if (signal.aborted) return;
        if (chunk.type === "start") known = chunk.messageMetadata.conversationId;
        emit({ type: "chunks", chunks: [chunk] });
        if (isEnd(chunk)) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!known && (attempt === 0 || error instanceof ChatApiError)) {
        return emit({ type: "refused", message: messageOf(error) });
      }
      if (error instanceof ChatApiError && error.status < 500 && error.status !== 429) {
        return emit({ type: "lost" });
      }
    }
    if (source.now() - since > goodConnection) attempt = 0;
  }
}

function isEnd(chunk: TurnChunk): boolean {
  return chunk.type === "finish" || chunk.type === "abort" || chunk.type === "error";
}

/** Resolves early when the browser is back on line. */
export function waitForNetwork(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}

import { useEffect } from "react";
import { ApiError } from "#components/ui/api.ts";
import type { RoomApi } from "./room-api.ts";
import type { OwnMessage, RoomState } from "./room-state.ts";
import type { RoomStore } from "./room-store.ts";

const RETRY_MS = 3_000;

/** Sends what this tab has written, one at a time, so that the messages keep their order. */
export function useOutbox({ own, connection }: RoomState, store: RoomStore, api: RoomApi): void {
  const next = own.find(({ state }) => state !== "failed");
  const isDue = next?.state === "queued";
  useEffect(() => {
    if (next && isDue) void send(next, store, api);
  }, [next, isDue, store, api]);

  const waiting = next?.state === "waiting" && connection.kind === "live" ? next.id : null;
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => store.dispatch({ type: "retried", id: waiting }), RETRY_MS);
    return () => clearTimeout(timer);
  }, [waiting, store]);
}

async function send(
  { id, content, replyTo, files }: OwnMessage,
  store: RoomStore,
  api: RoomApi,
): Promise<void> {
  store.dispatch({ type: "sending", id });
  try {
    const message = await api.send({
      id,
      content,
      reply_to: replyTo?.id ?? null,
      files: files.map((file) => file.id),
    });
    store.dispatch({ type: "placed", message });
  } catch (error) {
    if (error instanceof ApiError && error.status < 500)
      store.dispatch({ type: "refused", id, reason: error.message });
    else store.dispatch({ type: "unreachable", id });
  }
}

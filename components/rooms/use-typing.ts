import { useEffect, useRef } from "react";
import type { RoomApi } from "./room-api.ts";
import type { RoomAction, RoomState } from "./room-state.ts";

/** Slightly more than the server's limit. */
const ANNOUNCE_MS = 4_000;
/** Without another sign, someone has stopped typing. */
const OVER_MS = 6_000;

/** Returns a function that tells the others that the reader is typing. Alone, it does nothing. */
export function useAnnounceTyping(api: RoomApi, { connection, presence }: RoomState): () => void {
  const announcedAt = useRef(Number.NEGATIVE_INFINITY);
  const isHeard = connection.kind === "live" && (presence?.count ?? 0) > 1;
  return () => {
    const now = performance.now();
    if (!isHeard || now - announcedAt.current < ANNOUNCE_MS) return;
    announcedAt.current = now;
    api.typing().catch(() => undefined);
  };
}

/** Forgets those who have stopped typing. */
export function useTypingOver({ typing }: RoomState, dispatch: (action: RoomAction) => void): void {
  useEffect(() => {
    const [oldest] = typing;
    if (!oldest) return;
    const timer = setTimeout(() => dispatch({ type: "typing-over", typist: oldest }), OVER_MS);
    return () => clearTimeout(timer);
  }, [typing, dispatch]);
}

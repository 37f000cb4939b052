import { useEffect } from "react";
import { isModerator } from "#lib/rooms/participants/rank.ts";
import type { RoomApi } from "./room-api.ts";
import type { RoomAction, RoomState } from "./room-state.ts";

/** Loads what waits for a moderator when it has changed; a participant loads only their own held messages. */
export function useReview(
  api: RoomApi,
  { room, self, review, reviews, connection }: RoomState,
  dispatch: (action: RoomAction) => void,
): void {
  const isConcerned = isModerator(self.role) || room.hold || review.held.length > 0;
  const isLive = connection.kind === "live";
  // biome-ignore lint/correctness/useExhaustiveDependencies: `reviews` counts the changes
  useEffect(() => {
    if (!isConcerned || !isLive) return;
    const left = new AbortController();
    api.review(left.signal).then(
      (loaded) => left.signal.aborted || dispatch({ type: "reviewed", review: loaded }),
      // The next change or connection loads it again.
      () => undefined,
    );
    return () => left.abort();
  }, [api, dispatch, isConcerned, isLive, reviews, self.role]);
}

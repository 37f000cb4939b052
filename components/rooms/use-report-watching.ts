import { useEffect } from "react";
import type { RoomAction } from "./room-state.ts";
import { usePageVisible } from "./use-page-visible.ts";

/** Reports whether the reader is watching: the page is visible and the reader is not away. */
export function useReportWatching(isAway: boolean, dispatch: (action: RoomAction) => void): void {
  const isWatching = usePageVisible() && !isAway;
  useEffect(() => dispatch({ type: "watched", isWatching }), [isWatching, dispatch]);
}

import { useCallback, useEffect, useRef } from "react";
import type { RoomApi } from "./room-api.ts";
import type { RoomAction } from "./room-state.ts";

const mostPages = 20;

/** Loads older messages: one page, or as many as it takes to show a certain message. */
export function useOlderMessages(
  api: RoomApi,
  before: string | null,
  dispatch: (action: RoomAction) => void,
) {
  const position = useRef(before);
  useEffect(() => {
    position.current = before;
  }, [before]);

  const load = useCallback(async () => {
    const from = position.current;
    if (from === null) return;
    const page = await api.older(from).catch(() => null);
    if (page) dispatch({ type: "older-loaded", before: from, page });
  }, [api, dispatch]);

  const show = useCallback(
    async (messageId: string) => {
      for (let page = 0; page < mostPages; page++) {
        const element = document.getElementById(messageId);
        if (element) {
          element.scrollIntoView({ block: "center" });
          return element.focus({ preventScroll: true });
        }
        const from = position.current;
        if (from === null) return;
        await load();
        await new Promise(requestAnimationFrame);
        if (position.current === from) return;
      }
    },
    [load],
  );
  return { load, show };
}

import { useEffect, useRef } from "react";
import type { RoomApi } from "./room-api.ts";
import type { RoomState } from "./room-state.ts";

/** Messages that are read within this time are reported together. */
const TOGETHER_MS = 1_000;

/** Reports how far the reader has read. What fails is reported with the next message. */
export function useReportRead(api: RoomApi, { seen, self, connection }: RoomState): void {
  const reported = useRef(self.read_offset);
  const isDue = connection.kind === "live" && seen > reported.current;
  useEffect(() => {
    if (!isDue) return;
    const timer = setTimeout(() => {
      reported.current = seen;
      api.read(seen).catch(() => {
        reported.current = 0;
      });
    }, TOGETHER_MS);
    return () => clearTimeout(timer);
  }, [isDue, seen, api]);
}

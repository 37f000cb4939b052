import { useCallback, useEffect, useState } from "react";
import { followEvents } from "#components/streams/follow-events.ts";
import { callApi } from "#components/ui/api.ts";
import type { Operation } from "./operation.ts";

const TIMEOUT_MS = 5_000;
/** Shorter interruptions are not shown. */
const STALE_AFTER_MS = 4_000;

/** Follows the state of the instance. `isStale`: the stream is interrupted or the last request failed. */
export function useOperation(initial: Operation) {
  const [operation, setOperation] = useState(initial);
  const [isStale, setIsStale] = useState(false);
  const show = useCallback((next: Operation) => {
    setOperation((old) => (next.now < old.now ? old : next));
    setIsStale(false);
  }, []);
  const refresh = useCallback(async () => {
    try {
      show(await callApi<Operation>("/api/ops", { signal: AbortSignal.timeout(TIMEOUT_MS) }));
    } catch {
      setIsStale(true);
    }
  }, [show]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = followEvents({
      url: () => "/api/ops/events",
      onEvent: (data) => {
        clearTimeout(timer);
        show(JSON.parse(data) as Operation);
      },
      onConnection: (isConnected) => {
        clearTimeout(timer);
        if (!isConnected) timer = setTimeout(() => setIsStale(true), STALE_AFTER_MS);
      },
    });
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [show]);
  return { operation, isStale, refresh };
}

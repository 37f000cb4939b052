import { useCallback, useEffect, useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import type { Operation } from "./operation.ts";

const POLL_MS = 5_000;

/** Polls the state of the instance while the page is visible. `isStale`: the last request failed. */
export function useOperation(initial: Operation) {
  const [operation, setOperation] = useState(initial);
  const [isStale, setIsStale] = useState(false);
  const lastRequest = useRef(0);
  const refresh = useCallback(async () => {
    lastRequest.current += 1;
    const request = lastRequest.current;
    try {
      const next = await callApi<Operation>("/api/ops", { signal: AbortSignal.timeout(POLL_MS) });
      if (request !== lastRequest.current) return;
      setOperation(next);
      setIsStale(false);
    } catch {
      if (request === lastRequest.current) setIsStale(true);
    }
  }, []);
  useEffect(() => {
    const poll = () => {
      if (document.visibilityState === "visible") void refresh();
    };
    const timer = setInterval(poll, POLL_MS);
    document.addEventListener("visibilitychange", poll);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", poll);
    };
  }, [refresh]);
  return { operation, isStale, refresh };
}

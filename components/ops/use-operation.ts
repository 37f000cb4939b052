import { useCallback, useEffect, useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import type { Operation } from "./operation.ts";

const LOOK_EVERY_MS = 5_000;

/** The instance as it is now: looked at again and again while the page is seen. `isOld`: the last look got no answer. */
export function useOperation(initial: Operation) {
  const [look, setLook] = useState(initial);
  const [isOld, setIsOld] = useState(false);
  const asked = useRef(0);
  const refresh = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    try {
      const next = await callApi<Operation>("/api/ops", { signal: AbortSignal.timeout(LOOK_EVERY_MS) });
      if (mine !== asked.current) return;
      setLook(next);
      setIsOld(false);
    } catch {
      if (mine === asked.current) setIsOld(true);
    }
  }, []);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void refresh();
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [refresh]);
  return { look, isOld, refresh };
}

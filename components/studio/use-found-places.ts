"use client";

import { useEffect, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import type { FoundPlace } from "#lib/chatbot/schema.ts";

const PAUSE_MS = 150;

/** What the workspace has under a name, once its typing pauses. Keeps the last results meanwhile. */
export function useFoundPlaces(tenant: string, search: string): FoundPlace[] {
  const [found, setFound] = useState<FoundPlace[]>([]);
  const text = search.trim();
  useEffect(() => {
    if (text === "") {
      setFound([]);
      return;
    }
    const leave = new AbortController();
    const timer = setTimeout(() => {
      callApi<{ found: FoundPlace[] }>(`/api/admin/${tenant}/find?q=${encodeURIComponent(text)}`, {
        signal: leave.signal,
      }).then(
        (answer) => setFound(answer.found),
        // The pages of Studio are still there to go to.
        () => {},
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [tenant, text]);
  return found;
}

"use client";

import { useEffect, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { nonEmptyStarters } from "./chatbot-draft.ts";

const SETTLE_MS = 800;

/** The starters that find no answer in the knowledge, checked once typing has paused. */
export function useStarterChecks(api: string, starters: string[], isActive: boolean): ReadonlySet<string> {
  const [unanswered, setUnanswered] = useState<ReadonlySet<string>>(new Set());
  const asked = JSON.stringify(nonEmptyStarters(starters));
  useEffect(() => {
    if (!isActive || asked === "[]") return;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const body = { starters: JSON.parse(asked) as string[] };
        const checked = await callApi<{ starters: { question: string; findsAnswer: boolean }[] }>(
          `${api}/starters`,
          { method: "POST", body, signal: abort.signal },
        );
        setUnanswered(
          new Set(checked.starters.flatMap(({ question, findsAnswer }) => (findsAnswer ? [] : [question]))),
        );
      } catch {
        // The notes are advice: without them the form works as well.
      }
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [api, asked, isActive]);
  return unanswered;
}

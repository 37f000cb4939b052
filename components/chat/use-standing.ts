import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { OwnEntitlement } from "#lib/people/schema.ts";
import type { ChatApi } from "./chat-api.ts";
import type { Notice } from "./conversation-state.ts";

/** How far the asker may go, looked up again after each answer and each refusal; null where nobody counts. */
export function useStanding(
  api: ChatApi,
  first: OwnEntitlement | null,
  isAnswering: boolean,
  notice: Notice | null,
): OwnEntitlement | null {
  const [standing, setStanding] = useState(first);
  const look = useEffectEvent(async () => {
    if (!first) return;
    // What is shown is a moment old then, and the server decides anyhow.
    setStanding(await api.standing().catch(() => standing));
  });
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at when an answer ends or is refused
  useEffect(() => {
    // The page came with it.
    if (!isAnswering && !isFirst.current) void look();
    isFirst.current = false;
  }, [isAnswering, notice]);
  return standing;
}

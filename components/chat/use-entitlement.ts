import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { OwnEntitlement } from "#lib/people/schema.ts";
import type { ChatApi } from "./chat-api.ts";
import type { Notice } from "./conversation-state.ts";

/** Returns the user's entitlement, fetched again after each answer and refusal; null where none applies. */
export function useEntitlement(
  api: ChatApi,
  initial: OwnEntitlement | null,
  isAnswering: boolean,
  notice: Notice | null,
): OwnEntitlement | null {
  const [ownEntitlement, setOwnEntitlement] = useState(initial);
  const refresh = useEffectEvent(async () => {
    if (!initial) return;
    // A failed request leaves a slightly stale value, which is fine: the server enforces the entitlement.
    setOwnEntitlement(await api.ownEntitlement().catch(() => ownEntitlement));
  });
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: refreshed when an answer ends or is refused
  useEffect(() => {
    // The first value came with the page.
    if (!isAnswering && !isFirst.current) void refresh();
    isFirst.current = false;
  }, [isAnswering, notice]);
  return ownEntitlement;
}

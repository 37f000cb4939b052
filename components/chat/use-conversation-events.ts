import { useEffect, useEffectEvent } from "react";
import { followEvents } from "#components/streams/follow-events.ts";

/**
 * Calls `onChange` when a turn has begun or ended in the conversation, on whichever device; also once at the
 * start, for what changed while the page loaded. Does nothing for null.
 */
export function useConversationEvents(url: string | null, onChange: () => void): void {
  const change = useEffectEvent(onChange);
  useEffect(() => {
    if (!url) return;
    let last: string | null = null;
    return followEvents({
      url: () => url,
      onEvent: (data) => {
        if (data === last) return;
        last = data;
        change();
      },
    });
  }, [url]);
}

import { useEffect, useEffectEvent } from "react";
import { followEvents } from "#components/streams/follow-events.ts";
import type { ConversationChange } from "#lib/conversation/schema.ts";

/**
 * Calls `onChange` when a turn has begun or ended, a person has written or who answers has changed, on
 * whichever device; also once at the start, for what changed while the page loaded. Does nothing for null.
 */
export function useConversationEvents(
  url: string | null,
  onChange: (change: ConversationChange) => void,
): void {
  const change = useEffectEvent(onChange);
  useEffect(() => {
    if (!url) return;
    let last: string | null = null;
    return followEvents({
      url: () => url,
      onEvent: (data) => {
        if (data === last) return;
        last = data;
        change(JSON.parse(data) as ConversationChange);
      },
    });
  }, [url]);
}

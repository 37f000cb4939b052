import { useEffect, useEffectEvent } from "react";

const channelName = "parley-turns";
/** Shorter absences are not worth a request. */
const MIN_ABSENCE_MS = 3_000;

/** Makes other tabs of this browser that show the conversation reload it at once. */
export function notifyOtherTabs(conversationId: string): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(conversationId);
  channel.close();
}

/**
 * Calls `onChange` when a conversation may have changed elsewhere: another tab asked in it, the page is
 * visible again after a while, or the network is back. Does nothing for null.
 */
export function useRemoteChanges(conversationId: string | null, onRemoteChange: () => void): void {
  const onChange = useEffectEvent(onRemoteChange);
  useEffect(() => {
    if (!conversationId) return;
    let hiddenAt: number | null = document.hidden ? Date.now() : null;
    const channel = new BroadcastChannel(channelName);
    channel.onmessage = ({ data }) => {
      if (data === conversationId) onChange();
    };
    const onVisibility = () => {
      if (document.hidden) hiddenAt = Date.now();
      else if (hiddenAt !== null && Date.now() - hiddenAt > MIN_ABSENCE_MS) onChange();
    };
    const onOnline = () => onChange();
    addEventListener("online", onOnline);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      channel.close();
      removeEventListener("online", onOnline);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [conversationId]);
}

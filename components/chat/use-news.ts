import { useEffect, useEffectEvent } from "react";

const channelName = "parley-turns";
/** Shorter absences are no reason to ask the server. */
const away = 3_000;

/** Other tabs of this browser that show the conversation look at once; other devices when they are looked at. */
export function tellOtherTabs(conversationId: string): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(conversationId);
  channel.close();
}

/**
 * Calls `look` when there may be news of a conversation: another tab has asked in it, the page is seen again after a while,
 * or the network is back. With null it listens for nothing.
 */
export function useNews(conversationId: string | null, look: () => void): void {
  const onNews = useEffectEvent(look);
  useEffect(() => {
    if (!conversationId) return;
    let hiddenAt: number | null = document.hidden ? Date.now() : null;
    const channel = new BroadcastChannel(channelName);
    channel.onmessage = ({ data }) => {
      if (data === conversationId) onNews();
    };
    const onVisibility = () => {
      if (document.hidden) hiddenAt = Date.now();
      else if (hiddenAt !== null && Date.now() - hiddenAt > away) onNews();
    };
    const onOnline = () => onNews();
    addEventListener("online", onOnline);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      channel.close();
      removeEventListener("online", onOnline);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [conversationId]);
}

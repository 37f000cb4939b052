import { useEffect, useEffectEvent } from "react";
import { glanceDelay } from "./glance-delay.ts";

const channelName = "parley-turns";
/** Shorter absences are no reason to ask the server. */
const away = 3_000;
/** A glance is not worth more: the connection may be one from before a sleep. */
const glancePatience = 10_000;

/** Other tabs of this browser that show the conversation look at once; other devices by their next glance. */
export function tellOtherTabs(conversationId: string): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(conversationId);
  channel.close();
}

export type News = {
  look: () => void;
  /** What changes with every turn, cheaply asked; null where the conversation is on no other device. */
  glance: ((conversationId: string, signal: AbortSignal) => Promise<string>) | null;
};

/**
 * Calls `look` when there may be news of a conversation: another tab has asked in it, a glance shows that another device
 * has, the page is seen again after a while, or the network is back. With null it listens for nothing.
 */
export function useNews(conversationId: string | null, { look, glance }: News): void {
  const onNews = useEffectEvent(look);
  const onGlance = useEffectEvent((id: string, signal: AbortSignal) => glance?.(id, signal) ?? null);
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

  const hasGlance = glance !== null;
  useEffect(() => {
    if (!conversationId || !hasGlance) return;
    const end = new AbortController();
    let activeAt = Date.now();
    let last: string | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      clearTimeout(timer);
      if (!document.hidden && !end.signal.aborted)
        timer = setTimeout(ask, glanceDelay(Date.now() - activeAt));
    };
    const ask = async () => {
      const signal = AbortSignal.any([end.signal, AbortSignal.timeout(glancePatience)]);
      const now = await Promise.resolve(onGlance(conversationId, signal)).catch(() => null);
      if (end.signal.aborted) return;
      if (now !== null && now !== last) {
        last = now;
        onNews();
      }
      wait();
    };
    const onActive = ({ type }: Event) => {
      const wasLong = Date.now() - activeAt > away;
      activeAt = Date.now();
      if (wasLong || type === "visibilitychange") wait();
    };
    wait();
    const { signal } = end;
    for (const name of ["pointerdown", "keydown"])
      addEventListener(name, onActive, { signal, passive: true });
    document.addEventListener("visibilitychange", onActive, { signal });
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [conversationId, hasGlance]);
}

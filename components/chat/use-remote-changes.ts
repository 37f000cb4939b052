import { useEffect, useEffectEvent } from "react";
import { pollDelay } from "./poll-delay.ts";

const channelName = "parley-turns";
/** Shorter absences are not worth a request. */
const MIN_ABSENCE_MS = 3_000;
/** Short, since the connection may be a dead one from before the device slept. */
const POLL_TIMEOUT_MS = 10_000;

/** Makes other tabs of this browser that show the conversation reload it at once. */
export function notifyOtherTabs(conversationId: string): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(conversationId);
  channel.close();
}

export type RemoteChangesOptions = {
  onChange: () => void;
  /**
   * Returns a value that differs after every turn; null where the conversation exists on this device only.
   */
  poll: ((conversationId: string, signal: AbortSignal) => Promise<string>) | null;
};

/**
 * Calls `onChange` when a conversation may have changed elsewhere: another tab asked in it, a poll returned
 * another value, the page is visible again after a while, or the network is back. Does nothing for null.
 */
export function useRemoteChanges(conversationId: string | null, options: RemoteChangesOptions): void {
  const onChange = useEffectEvent(options.onChange);
  const onPoll = useEffectEvent((id: string, signal: AbortSignal) => options.poll?.(id, signal) ?? null);
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

  const canPoll = options.poll !== null;
  useEffect(() => {
    if (!conversationId || !canPoll) return;
    const end = new AbortController();
    let activeAt = Date.now();
    let last: string | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const schedule = () => {
      clearTimeout(timer);
      if (!document.hidden && !end.signal.aborted) timer = setTimeout(poll, pollDelay(Date.now() - activeAt));
    };
    const poll = async () => {
      const signal = AbortSignal.any([end.signal, AbortSignal.timeout(POLL_TIMEOUT_MS)]);
      const current = await Promise.resolve(onPoll(conversationId, signal)).catch(() => null);
      if (end.signal.aborted) return;
      if (current !== null && current !== last) {
        last = current;
        onChange();
      }
      schedule();
    };
    const onActive = ({ type }: Event) => {
      const wasAway = Date.now() - activeAt > MIN_ABSENCE_MS;
      activeAt = Date.now();
      if (wasAway || type === "visibilitychange") schedule();
    };
    schedule();
    const { signal } = end;
    for (const name of ["pointerdown", "keydown"])
      addEventListener(name, onActive, { signal, passive: true });
    document.addEventListener("visibilitychange", onActive, { signal });
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [conversationId, canPoll]);
}

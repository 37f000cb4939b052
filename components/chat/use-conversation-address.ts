import { useCallback, useEffect, useEffectEvent } from "react";

const parameter = "conversation";

type Address = {
  handle: string;
  /** False in an embedded chat, which must not change the URL of its page. */
  isEnabled: boolean;
  /** Called on browser back and forward; null is the new chat. */
  onMove: (id: string | null) => void;
};

/** Keeps `/c/{handle}?conversation=…` up to date without a navigation. */
export function useConversationAddress({ handle, isEnabled, onMove }: Address) {
  const addressOf = useCallback(
    (id: string | null) => `/c/${handle}${id ? `?${parameter}=${encodeURIComponent(id)}` : ""}`,
    [handle],
  );
  const show = useCallback(
    (id: string | null, how: "push" | "replace") => {
      if (!isEnabled || conversationIdInUrl() === id) return;
      if (how === "push") history.pushState(null, "", addressOf(id));
      else history.replaceState(null, "", addressOf(id));
    },
    [addressOf, isEnabled],
  );
  const move = useEffectEvent(() => onMove(conversationIdInUrl()));
  useEffect(() => {
    if (!isEnabled) return;
    addEventListener("popstate", move);
    return () => removeEventListener("popstate", move);
  }, [isEnabled]);
  return { addressOf, show };
}

export function conversationIdInUrl(): string | null {
  return new URLSearchParams(location.search).get(parameter);
}

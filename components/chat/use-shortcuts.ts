import { type RefObject, useEffect, useEffectEvent } from "react";

type Shortcuts = {
  /** The element of an embedded chat, which handles only keys pressed inside it. */
  scope: RefObject<HTMLElement | null> | null;
  onNew: () => void;
  onFocus: () => void;
  /** Returns whether there was something to close or stop. */
  onEscape: () => boolean;
};

/** Ctrl/Cmd+Shift+O starts a new chat, "/" focuses the message box, Escape closes the citation or stops. */
export function useShortcuts({ scope, onNew, onFocus, onEscape }: Shortcuts): void {
  const keyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape" && onEscape()) event.preventDefault();
    if ((event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "o") {
      event.preventDefault();
      onNew();
    }
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
      event.preventDefault();
      onFocus();
    }
  });
  useEffect(() => {
    const target = scope?.current ?? document;
    const listener = (event: Event) => keyDown(event as KeyboardEvent);
    target.addEventListener("keydown", listener);
    return () => target.removeEventListener("keydown", listener);
  }, [scope]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

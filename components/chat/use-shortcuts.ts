import { type RefObject, useEffect, useEffectEvent } from "react";

type Shortcuts = {
  /** The element of an embedded chat, which handles only keys pressed inside it. */
  scope: RefObject<HTMLElement | null> | null;
  onNew: () => void;
  onFocus: () => void;
  /** Null for an embedded chat: "?" belongs to the page around it. */
  onList: (() => void) | null;
  /** Returns whether there was something to close or stop. */
  onEscape: () => boolean;
};

/**
 * Ctrl/Cmd+Shift+O starts a new chat, "/" focuses the message box, "?" lists the keys, Escape closes
 * the citation or stops.
 */
export function useShortcuts({ scope, onNew, onFocus, onList, onEscape }: Shortcuts): void {
  const keyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape" && onEscape()) event.preventDefault();
    if ((event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "o") {
      event.preventDefault();
      onNew();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const action = event.key === "/" ? onFocus : event.key === "?" ? onList : null;
    if (!action) return;
    event.preventDefault();
    action();
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

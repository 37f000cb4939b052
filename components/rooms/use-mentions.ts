import { type KeyboardEvent, type RefObject, useState } from "react";
import { completeMention, findMention, matchNames, type TypedMention } from "./find-mention.ts";

/** Completes mentions in a text box. `onKeyDown` returns whether it has handled the key. */
export function useMentions(
  box: RefObject<HTMLTextAreaElement | null>,
  names: readonly string[],
  onChange: (text: string) => void,
) {
  const [typed, setTyped] = useState<TypedMention | null>(null);
  const [active, setActive] = useState(0);
  const found = typed ? matchNames(names, typed.query) : [];
  // Enter sends the message if it ends with a complete name.
  const isWhole = found.length === 1 && found[0]?.toLowerCase() === typed?.query.toLowerCase();
  const matches = isWhole ? [] : found;
  const shown = Math.min(active, matches.length - 1);

  const look = () => {
    const area = box.current;
    const isCaret = area !== null && area.selectionStart === area.selectionEnd;
    setTyped(isCaret ? findMention(area.value, area.selectionStart) : null);
    setActive(0);
  };
  const choose = (name: string) => {
    const area = box.current;
    if (!area || !typed) return;
    const { text, caret } = completeMention(area.value, typed, name);
    onChange(text);
    setTyped(null);
    requestAnimationFrame(() => area.setSelectionRange(caret, caret));
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const name = matches[shown];
    if (name === undefined) return false;
    switch (event.key) {
      case "ArrowDown":
        setActive((shown + 1) % matches.length);
        break;
      case "ArrowUp":
        setActive((shown - 1 + matches.length) % matches.length);
        break;
      case "Enter":
      case "Tab":
        choose(name);
        break;
      case "Escape":
        setTyped(null);
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { matches, active: shown, look, close: () => setTyped(null), choose, onKeyDown };
}

import { type RefObject, useLayoutEffect } from "react";

type Text = HTMLInputElement | HTMLTextAreaElement;
const BOXES = "input, textarea, select";
const NO_TEXT = new Set(["checkbox", "radio", "file"]);

/**
 * What somebody typed, chose or had filled in before the page's code was there stands in its box, and React does not know it: a
 * controlled box is told of it here as if it were typed now. The ref is of the box or of what holds the one box.
 */
export function useTypedEarly(ref: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const holder = ref.current;
    const box = holder?.matches(BOXES) ? holder : holder?.querySelector(BOXES);
    const tell = box && whatIsUnknown(box as Text | HTMLSelectElement);
    if (!tell) return;
    // Read now, since React may put the value it knows in its place; told when React listens.
    const timer = setTimeout(tell);
    return () => clearTimeout(timer);
  }, [ref]);
}

/** What tells React of it; null where there is nothing to tell. */
function whatIsUnknown(box: Text | HTMLSelectElement): (() => void) | null {
  if (box instanceof HTMLSelectElement) {
    const { value } = box;
    const sent = [...box.options].find((option) => option.defaultSelected) ?? box.options[0];
    return value === sent?.value ? null : () => choose(box, value);
  }
  const { value, defaultValue, selectionStart, selectionEnd } = box;
  if (value === defaultValue || NO_TEXT.has(box.type)) return null;
  return () => {
    // Typed on meanwhile: React heard that.
    if (box.value !== value && box.value !== defaultValue) return;
    // It hears of a change only where the value is another than the last one it saw set, through the box itself.
    box.value = defaultValue;
    const prototype =
      box instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
    Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(box, value);
    if (selectionStart !== null) box.setSelectionRange(selectionStart, selectionEnd);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

function choose(box: HTMLSelectElement, value: string): void {
  box.value = value;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

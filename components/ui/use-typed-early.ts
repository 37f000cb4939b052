import { type RefObject, useLayoutEffect } from "react";

type Box = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
const BOXES = "input, textarea, select";

/**
 * What somebody typed, chose, ticked or had filled in before the page's code was there stands in its box, and React does not know
 * it: a controlled box is told of it here as if it were done now. The ref is of the box or of what holds the boxes.
 */
export function useTypedEarly(ref: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const holder = ref.current;
    // From then on the page's code has heard everything, and what is put up is its own.
    if (!holder || !window.parleyEarly) return;
    const boxes = holder.matches(BOXES) ? [holder] : [...holder.querySelectorAll(BOXES)];
    const tells = boxes.map((box) => whatIsUnknown(box as Box)).filter((tell) => tell !== null);
    if (!tells.length) return;
    // Read now, since React may put the value it knows in its place; told when React listens, and before whatever comes next.
    let isOver = false;
    queueMicrotask(() => {
      for (const tell of isOver ? [] : tells) tell();
    });
    return () => {
      isOver = true;
    };
  }, [ref]);
}

/** What tells React of it; null where there is nothing to tell. */
function whatIsUnknown(box: Box): (() => void) | null {
  if (box instanceof HTMLSelectElement) {
    const { value } = box;
    const sent = [...box.options].find((option) => option.defaultSelected);
    return !sent || value === sent.value ? null : () => choose(box, value);
  }
  if (box.type === "file") return null;
  if (box instanceof HTMLInputElement && (box.type === "checkbox" || box.type === "radio"))
    return whatIsUnknownOfTick(box);
  const { value, defaultValue, selectionStart, selectionEnd } = box;
  if (value === defaultValue) return null;
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

/** Of radio buttons the one that is chosen speaks for all. */
function whatIsUnknownOfTick(box: HTMLInputElement): (() => void) | null {
  const { checked, defaultChecked } = box;
  if (checked === defaultChecked || (box.type === "radio" && !checked)) return null;
  return () => {
    box.checked = defaultChecked;
    box.click();
  };
}

function choose(box: HTMLSelectElement, value: string): void {
  box.value = value;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

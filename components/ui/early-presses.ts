"use client";

import { useLayoutEffect } from "react";

/** What was pressed: a button, or a form that was sent and by which button. */
type Press = [pressed: HTMLElement, submitter?: HTMLElement | null];

declare global {
  interface Window {
    /** What was pressed until now; from then on nothing is noted. */
    parleyEarly?: (() => Press[]) | undefined;
  }
}

/**
 * Does what was pressed before the page's code was there, in order and each once. Stands behind the page's content, so that boxes
 * filled in early have been heard of before (`useTypedEarly`).
 */
export function EarlyPresses() {
  useLayoutEffect(() => {
    const presses = window.parleyEarly?.() ?? [];
    if (!presses.length) return;
    const timer = setTimeout(() => {
      for (const [pressed, submitter] of presses) press(pressed, submitter);
    });
    return () => clearTimeout(timer);
  }, []);
  return null;
}

function press(pressed: HTMLElement, submitter: HTMLElement | null | undefined): void {
  if (!pressed.isConnected || submitter?.matches(":disabled")) return;
  if (pressed instanceof HTMLFormElement) pressed.requestSubmit(submitter?.isConnected ? submitter : null);
  else pressed.click();
}

"use client";

import { useEffect, useLayoutEffect, useRef, useState } from "react";

/** What was pressed: a button, or a form that was sent and by which button. */
type Press = { pressed: HTMLElement; submitter?: HTMLElement | null };

declare global {
  interface Window {
    /** What was pressed until now; from then on nothing is noted. */
    parleyEarly?: (() => Press[]) | undefined;
  }
}

/**
 * Does what was pressed before the page's code was there, in order and each once. Stands behind the page's content: boxes filled in
 * early have been heard of before (`useTypedEarly`), and what the page's effects found out (a chosen theme, a token behind the `#`)
 * is rendered together with the state that is set here.
 */
export function EarlyPresses() {
  const taken = useRef<Press[]>([]);
  const [presses, setPresses] = useState<Press[]>([]);
  useLayoutEffect(() => {
    taken.current = window.parleyEarly?.() ?? taken.current;
  }, []);
  useEffect(() => {
    if (taken.current.length) setPresses(taken.current);
  }, []);
  useEffect(() => {
    if (!presses.length) return;
    const timer = setTimeout(() => {
      for (const one of presses) press(one);
    });
    return () => clearTimeout(timer);
  }, [presses]);
  return null;
}

function press({ pressed, submitter }: Press): void {
  if (!pressed.isConnected || submitter?.matches(":disabled")) return;
  if (pressed instanceof HTMLFormElement) pressed.requestSubmit(submitter?.isConnected ? submitter : null);
  else pressed.click();
}

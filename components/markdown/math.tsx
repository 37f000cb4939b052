"use client";

import { useLayoutEffect, useRef } from "react";
import { lazySlot, useLazy } from "./use-lazy.ts";

/** KaTeX and its parser, loaded once a text may contain math. */
export const mathEngine = lazySlot(() => import("./math-engine.ts"));

/** Shows the source of math until KaTeX has loaded. Typeset only in the browser. */
export function MathText({ code, isDisplay }: { code: string; isDisplay: boolean }) {
  const element = useRef<HTMLSpanElement>(null);
  const engine = useLazy(mathEngine, true);
  useLayoutEffect(() => {
    if (!element.current || !engine) return;
    try {
      engine.renderMath(code, isDisplay, element.current);
    } catch {
      element.current.textContent = code;
    }
  }, [engine, code, isDisplay]);
  return (
    <span
      key={engine ? "set" : "source"}
      ref={element}
      dir="ltr"
      className={isDisplay ? "math-display" : undefined}
    >
      {engine ? null : code}
    </span>
  );
}

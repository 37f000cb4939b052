"use client";

import { useLayoutEffect, useRef } from "react";
import { lazySlot, useLazy } from "./use-lazy.ts";

/** KaTeX and its parser: fetched once a text may hold math. */
export const mathEngine = lazySlot(() => import("./math-engine.ts"));

/** Math as its source until the engine is there; then, and only in a browser, typeset. */
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
    <span key={engine ? "set" : "source"} ref={element} className={isDisplay ? "math-display" : undefined}>
      {engine ? null : code}
    </span>
  );
}

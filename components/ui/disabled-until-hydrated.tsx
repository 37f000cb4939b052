"use client";

import { type ReactNode, useLayoutEffect, useRef } from "react";
import { useHydrated } from "./use-hydrated.ts";

/**
 * Disables the controls inside it until React has hydrated them: earlier input would be lost.
 * Must be in the same Suspense boundary as the controls. Links keep working.
 */
export function DisabledUntilHydrated({ children }: { children: ReactNode }) {
  const isHydrated = useHydrated();
  const fieldset = useRef<HTMLFieldSetElement>(null);
  useLayoutEffect(() => {
    // The browser skips a disabled field when it applies the attribute.
    if (isHydrated && document.activeElement === document.body)
      fieldset.current?.querySelector<HTMLElement>("[autofocus]")?.focus();
  }, [isHydrated]);
  return (
    <fieldset ref={fieldset} role="presentation" className="contents" disabled={!isHydrated}>
      {children}
    </fieldset>
  );
}

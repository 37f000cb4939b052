import type { ReactNode } from "react";

/** Visible only while focused. */
export const skipLinkClass =
  "absolute start-2 top-2 z-60 rounded-lg bg-ink px-3.5 py-2 text-small text-canvas not-focus:pointer-events-none not-focus:[clip-path:inset(50%)]";

export function SkipLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a className={skipLinkClass} href={href}>
      {children}
    </a>
  );
}

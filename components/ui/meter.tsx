import type { ComponentProps } from "react";

/** The used part of a limit. Native track colors ignore the theme, so they are replaced. */
export function Meter({ className = "", ...meter }: ComponentProps<"meter">) {
  return <meter className={`meter ${className}`} {...meter} />;
}

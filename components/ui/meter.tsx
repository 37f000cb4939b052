import type { ComponentProps } from "react";

/** How much of a limit is used. The native colors of the track ignore the theme, so they are replaced. */
export function Meter({ className = "", ...meter }: ComponentProps<"meter">) {
  return <meter className={`meter ${className}`} {...meter} />;
}

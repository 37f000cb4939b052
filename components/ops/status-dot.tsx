import type { ReactNode } from "react";

const tones: Record<string, string> = {
  degraded: "text-ink-muted before:bg-warn",
  down: "text-danger before:bg-danger",
};

/** The status of a service with a dot in its color. */
export function StatusDot({ status, children }: { status: string; children: ReactNode }) {
  return (
    <p
      className={`inline-flex items-center gap-2 text-small before:size-2 before:rounded-full ${tones[status] ?? "text-ink-muted before:bg-accent"}`}
    >
      {children}
    </p>
  );
}

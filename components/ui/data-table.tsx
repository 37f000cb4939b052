import type { ReactNode } from "react";

/** A frame for a table of figures, which scrolls in it where it is too wide. */
export function DataTable({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: so that the keys can scroll it
    <div className="data-table" tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}

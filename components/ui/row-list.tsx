import type { ComponentProps } from "react";

type RowListProps = ComponentProps<"ul"> & { as?: "ul" | "ol" };

/** A framed list of rows whose parts wrap on narrow screens. */
export function RowList({ as = "ul", className = "", ...list }: RowListProps) {
  const List = as as "ul";
  return (
    <List
      className={`rounded-panel border border-line bg-raised *:flex *:min-h-14 *:flex-wrap *:items-center *:gap-x-3 *:gap-y-1 *:px-4 *:py-2.5 *:not-first:border-t *:not-first:border-line ${className}`}
      {...list}
    />
  );
}

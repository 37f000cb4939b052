import type { ReactNode } from "react";

/** A link back, above the title. */
export const crumbClass = "text-small text-ink-muted hover:text-ink";

/** A line of facts below the title. */
export const factsClass = "flex min-w-0 flex-wrap gap-x-4 gap-y-0.5 text-small";

type PageHeadProps = {
  title: ReactNode;
  lead?: ReactNode;
  /** A link back, above the title. */
  crumb?: ReactNode;
  /** Actions at the end of the title line. */
  children?: ReactNode;
};

/** The title of a Studio page with its actions. */
export function PageHead({ title, lead, crumb, children }: PageHeadProps) {
  return (
    <header className="mb-7 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {crumb}
        <h1 className="text-2xl font-semibold tracking-[-0.015em]">{title}</h1>
        {lead && <div className="mt-1 text-pretty text-ink-muted">{lead}</div>}
      </div>
      {children}
    </header>
  );
}

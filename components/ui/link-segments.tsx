import Link from "next/link";
import type { ReactNode } from "react";

type LinkSegmentsProps = {
  label: string;
  options: readonly { href: string; label: ReactNode; isCurrent: boolean }[];
};

/** Looks like `Segments`; each view has an address of its own. */
export function LinkSegments({ label, options }: LinkSegmentsProps) {
  return (
    <nav
      aria-label={label}
      className="mb-5 inline-flex max-w-full flex-wrap rounded-control bg-sunken p-0.75"
    >
      {options.map(({ href, label, isCurrent }) => (
        <Link
          key={href}
          href={href}
          aria-current={isCurrent ? "true" : undefined}
          className="inline-flex min-h-7.5 items-center rounded-[0.4375rem] px-2.5 text-small sm:px-3 font-strong text-ink-muted aria-[current]:bg-selected aria-[current]:text-ink aria-[current]:shadow-xs pointer-coarse:min-h-10"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

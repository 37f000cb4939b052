import { Search } from "lucide-react";
import type { ComponentProps, Ref } from "react";

type SearchFieldProps = Omit<ComponentProps<"input">, "ref"> & { ref?: Ref<HTMLLabelElement> };

/** A search input, labeled by `aria-label`. `className` styles its frame. */
export function SearchField({ ref, className = "", ...input }: SearchFieldProps) {
  return (
    <label
      ref={ref}
      className={`flex flex-[1_1_12rem] items-center gap-2 rounded-control border border-line-strong bg-raised px-3 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent ${className}`}
    >
      <Search aria-hidden className="size-3.75 flex-none text-ink-muted" />
      <input className="min-w-0 flex-1 bg-transparent text-base outline-none sm:text-body" {...input} />
    </label>
  );
}

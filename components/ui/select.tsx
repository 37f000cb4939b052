import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { controlClass } from "./control-class.ts";

/** A native select in the box of the text fields. `className` styles its frame, such as its width. */
export function Select({ className = "", ...select }: ComponentProps<"select">) {
  return (
    <span className={`relative block ${className}`}>
      <select className={`${controlClass} min-h-10 appearance-none truncate pe-9`} {...select} />
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 end-3 my-auto size-4 stroke-[1.75] text-ink-muted"
      />
    </span>
  );
}

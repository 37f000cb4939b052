import type { ReactNode } from "react";
import { Button } from "./button.tsx";

type SegmentsProps<T> = {
  label: string;
  options: readonly { value: T; label: ReactNode }[];
  value: T;
  onChange: (value: T) => void;
  className?: string;
};

/** A segmented control that selects one of a few views. */
export function Segments<T extends string | null>(props: SegmentsProps<T>) {
  const { label, options, value: current, onChange, className = "" } = props;
  return (
    <fieldset className={`flex rounded-control bg-sunken p-0.75 ${className}`} aria-label={label}>
      {options.map(({ value, label }) => (
        <Button
          key={value}
          variant="plain"
          className="min-h-7.5 grow rounded-[0.4375rem] px-3 text-small font-strong text-ink-muted aria-pressed:bg-selected aria-pressed:text-ink aria-pressed:shadow-xs"
          aria-pressed={value === current}
          onClick={() => onChange(value)}
        >
          {label}
        </Button>
      ))}
    </fieldset>
  );
}

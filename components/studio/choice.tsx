import type { ReactNode } from "react";
import { labelClass } from "#components/ui/control-class.ts";
import { ChoiceCard } from "./choice-card.tsx";

type Option<T extends string> = { value: T; title: string; body: string };

type Props<T extends string> = {
  legend: ReactNode;
  name: string;
  options: readonly Option<T>[];
  value: T;
  onChange: (value: T) => void;
  className?: string;
};

/** A radio group whose options each have a description. */
export function Choice<T extends string>({
  legend,
  name,
  options,
  value,
  onChange,
  className = "",
}: Props<T>) {
  return (
    <fieldset className={`grid gap-2 ${className}`}>
      <legend className={`mb-1.5 ${labelClass}`}>{legend}</legend>
      {options.map((option) => (
        <ChoiceCard
          key={option.value}
          title={option.title}
          body={option.body}
          type="radio"
          name={name}
          value={option.value}
          checked={option.value === value}
          onChange={() => onChange(option.value)}
        />
      ))}
    </fieldset>
  );
}

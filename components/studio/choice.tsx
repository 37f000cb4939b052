import { type ReactNode, useRef } from "react";
import { useTypedEarly } from "#components/ui/use-typed-early.ts";

type Option<T extends string> = { value: T; title: string; body: string };

type Props<T extends string> = {
  legend: ReactNode;
  name: string;
  options: readonly Option<T>[];
  value: T;
  onChange: (value: T) => void;
  className?: string;
};

/** One of a few, each with a line that says what it means. */
export function Choice<T extends string>({
  legend,
  name,
  options,
  value,
  onChange,
  className = "",
}: Props<T>) {
  const holder = useRef<HTMLFieldSetElement>(null);
  useTypedEarly(holder);
  return (
    <fieldset className={`choice ${className}`} ref={holder}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>
            <b>{option.title}</b>
            <small>{option.body}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

import type { ComponentProps } from "react";

type CheckboxProps = Omit<ComponentProps<"input">, "type"> & { type?: "checkbox" | "radio" };

/** A native checkbox or radio button in the accent color. */
export function Checkbox({ type = "checkbox", className = "", ...input }: CheckboxProps) {
  return <input type={type} className={`size-4 flex-none accent-accent ${className}`} {...input} />;
}

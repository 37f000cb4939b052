import type { ComponentProps } from "react";

const variants = {
  primary: "bg-ink font-strong text-canvas",
  outline: "border border-line-strong bg-raised font-strong hover:not-disabled:bg-sunken",
  ghost: "text-ink-muted hover:not-disabled:bg-sunken hover:not-disabled:text-ink",
  danger: "bg-danger-fill font-strong text-white",
  dangerOutline: "border border-line-strong bg-raised font-strong text-danger hover:not-disabled:bg-sunken",
  icon: "text-ink-muted hover:not-disabled:bg-sunken hover:not-disabled:text-ink",
  link: "flex-none rounded-sm font-strong text-accent underline-offset-[0.2em] hover:underline disabled:opacity-55",
  /** Unstyled; the caller sets the appearance. */
  plain: "",
};

export type ButtonVariant = keyof typeof variants;
export type ButtonSize = "small" | "medium";

const boxSizes = {
  small: "min-h-9 gap-2 rounded-control px-3.5 text-small",
  medium: "min-h-10 gap-1.5 rounded-control px-4 text-body",
};
const iconSizes = { small: "size-7", medium: "size-8" };

function shapeOf(variant: ButtonVariant, size: ButtonSize | undefined): string | null {
  switch (variant) {
    case "plain":
    case "link":
      return null;
    case "icon":
      return `inline-grid flex-none place-items-center rounded-lg transition-colors [&_svg]:size-4 [&_svg]:stroke-[1.75] ${iconSizes[size ?? "medium"]}`;
    default:
      return `inline-flex items-center justify-center transition-colors disabled:opacity-55 [&_svg]:size-4 [&_svg]:flex-none ${boxSizes[size ?? (variant === "primary" ? "medium" : "small")]}`;
  }
}

/** Returns the classes of a button, for links styled as one. */
export function buttonClass(
  variant: ButtonVariant,
  className?: string,
  size?: ButtonSize,
): string | undefined {
  return [shapeOf(variant, size), variants[variant], className].filter(Boolean).join(" ") || undefined;
}

type ButtonProps = ComponentProps<"button"> & { variant?: ButtonVariant; size?: ButtonSize };

/** Does not submit a form unless `type` is "submit". */
export function Button({ variant = "outline", size, className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={buttonClass(variant, className, size)} {...rest} />;
}

import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { Button, type ButtonSize } from "./button.tsx";

type IconButtonProps = Omit<ComponentProps<"button">, "children" | "aria-label"> & {
  icon: LucideIcon;
  label: string;
  size?: ButtonSize;
};

/** An icon button; its label is its accessible name and tooltip. */
export function IconButton({ icon: Icon, label, ...rest }: IconButtonProps) {
  return (
    <Button variant="icon" aria-label={label} title={label} {...rest}>
      <Icon aria-hidden />
    </Button>
  );
}

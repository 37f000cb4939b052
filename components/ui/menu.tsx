"use client";

import { DropdownMenu } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";

type MenuProps = {
  /** A button. */
  trigger: ReactNode;
  side?: "top" | "bottom";
  children: ReactNode;
};

/** A menu behind a button. Not modal: a modal one adds style elements, which the content policy blocks. */
export function Menu({ trigger, side = "bottom", children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          side={side}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 grid max-h-(--radix-dropdown-menu-content-available-height) w-64 max-w-[calc(100vw-1rem)] animate-rise overflow-y-auto rounded-panel border border-line bg-raised p-1.5 text-body shadow-float outline-none"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** An entry; `asChild` makes a link one. */
export function MenuItem({ className = "", ...item }: ComponentProps<typeof DropdownMenu.Item>) {
  return (
    <DropdownMenu.Item
      className={`flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-start outline-none data-highlighted:bg-sunken pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:flex-none [&_svg]:stroke-[1.75] ${className}`}
      {...item}
    />
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="truncate px-2.5 pt-1.5 pb-1 text-note text-ink-muted">
      {children}
    </DropdownMenu.Label>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1.5 h-px bg-line" />;
}

"use client";

import { Dialog } from "radix-ui";
import type { ReactNode, RefObject } from "react";
import { Backdrop } from "./backdrop.tsx";

const sides = {
  start: "start-0 max-w-76 animate-slide-start bg-surface",
  end: "end-0 animate-fade bg-canvas sm:max-w-lg sm:border-s sm:border-line",
};

type SheetProps = {
  side: keyof typeof sides;
  label: string;
  isOpen: boolean;
  onClose: () => void;
  /** Receives focus when the sheet closes, since a sheet has no trigger. */
  returnFocus: RefObject<HTMLElement | null>;
  children: ReactNode;
};

/** A modal sheet at one edge of the screen. */
export function Sheet({ side, label, isOpen, onClose, returnFocus, children }: SheetProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Backdrop />
        <Dialog.Content
          data-slot="sheet"
          className={`fixed inset-y-0 z-45 flex w-full flex-col overscroll-contain pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)] shadow-float outline-none ${sides[side]}`}
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocus.current?.focus();
          }}
        >
          <Dialog.Title className="sr-only">{label}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

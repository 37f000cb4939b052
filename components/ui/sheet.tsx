"use client";

import { Dialog } from "radix-ui";
import type { ReactNode, RefObject } from "react";

type SheetProps = {
  side: "start" | "end";
  label: string;
  isOpen: boolean;
  onClose: () => void;
  /** Where focus goes when the sheet closes; a sheet has no trigger of its own. */
  returnFocus: RefObject<HTMLElement | null>;
  children: ReactNode;
};

/**
 * A modal sheet from one edge. Radix's own overlay is left out: it writes a style element to lock scrolling,
 * which a strict content security policy refuses, and the page beneath does not scroll.
 */
export function Sheet({ side, label, isOpen, onClose, returnFocus, children }: SheetProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <div className="sheet-backdrop" aria-hidden />
        <Dialog.Content
          className="sheet"
          data-side={side}
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

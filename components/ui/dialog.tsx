"use client";

import { Dialog as Radix } from "radix-ui";
import type { ReactNode, RefObject } from "react";

type DialogProps = {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** Where focus goes when the dialog closes. */
  returnFocus: RefObject<HTMLElement | null>;
  children: ReactNode;
};

/** A question in the middle of the page. Without Radix's own overlay, as `Sheet`. */
export function Dialog({ title, isOpen, onClose, returnFocus, children }: DialogProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <Radix.Portal>
        <div className="sheet-backdrop" aria-hidden />
        <Radix.Content
          role="alertdialog"
          className="dialog"
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocus.current?.focus();
          }}
        >
          <Radix.Title>{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

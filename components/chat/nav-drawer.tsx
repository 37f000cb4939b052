"use client";

import { lazy, type ReactNode, type RefObject, Suspense } from "react";

const Sheet = lazy(async () => ({ default: (await import("#components/ui/sheet.tsx")).Sheet }));

type NavDrawerProps = {
  isOpen: boolean;
  label: string;
  returnFocus: RefObject<HTMLElement | null>;
  onClose: () => void;
  children: ReactNode;
};

/** The list of conversations on narrow screens. */
export function NavDrawer({ isOpen, label, returnFocus, onClose, children }: NavDrawerProps) {
  if (!isOpen) return null;
  return (
    <Suspense fallback={null}>
      <Sheet side="start" label={label} isOpen onClose={onClose} returnFocus={returnFocus}>
        {children}
      </Sheet>
    </Suspense>
  );
}

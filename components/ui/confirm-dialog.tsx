"use client";

import { AlertDialog } from "radix-ui";
import type { ReactNode } from "react";

type Props = {
  title: string;
  body: ReactNode;
  confirm: string;
  cancel: string;
  /** What is to be told with it, such as a reason. */
  children?: ReactNode;
  isOpen: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before something that cannot be taken back. Focus begins at the way out. */
export function ConfirmDialog({ title, body, confirm, cancel, children, isOpen, onConfirm, onClose }: Props) {
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <AlertDialog.Portal>
        <div className="sheet-backdrop" aria-hidden />
        <AlertDialog.Content className="dialog" aria-modal>
          <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="text-ink-soft text-pretty">{body}</AlertDialog.Description>
          {children}
          <div className="mt-2 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel className="line-button">{cancel}</AlertDialog.Cancel>
            <AlertDialog.Action className="line-button" data-danger onClick={onConfirm}>
              {confirm}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

"use client";

import { AlertDialog } from "radix-ui";
import type { ReactNode } from "react";
import { Backdrop } from "./backdrop.tsx";
import { Button } from "./button.tsx";

type Props = {
  title: string;
  body: ReactNode;
  confirm: string;
  cancel: string;
  /** Makes the confirm button red. */
  isDestructive?: boolean;
  /** An additional field, such as a reason. */
  children?: ReactNode;
  isOpen: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks for confirmation of an irreversible action. Focus starts at Cancel. */
export function ConfirmDialog(props: Props) {
  const { title, body, confirm, cancel, isDestructive = false, children, isOpen, onConfirm, onClose } = props;
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <AlertDialog.Portal>
        <Backdrop />
        <AlertDialog.Content
          className="fixed inset-0 z-50 m-auto grid h-fit w-[min(27rem,calc(100vw-2rem))] animate-rise gap-3 rounded-2xl border border-line bg-raised p-6 shadow-float"
          aria-modal
        >
          <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="text-ink-soft text-pretty">{body}</AlertDialog.Description>
          {children}
          <div className="mt-2 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{cancel}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button variant={isDestructive ? "danger" : "primary"} size="small" onClick={onConfirm}>
                {confirm}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

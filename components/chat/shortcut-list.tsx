"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "radix-ui";
import { Backdrop } from "#components/ui/backdrop.tsx";
import { Button } from "#components/ui/button.tsx";

const shortcuts = [
  { name: "focus", keys: ["/"] },
  { name: "send", keys: ["Enter"] },
  { name: "line", keys: ["Shift", "Enter"] },
  { name: "recall", keys: ["↑"] },
  { name: "newChat", keys: ["Ctrl", "Shift", "O"] },
  { name: "escape", keys: ["Esc"] },
  { name: "list", keys: ["?"] },
] as const;

/** The keys of the chat, opened with "?". */
export function ShortcutList({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTranslations("chat.shortcuts");
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Backdrop />
        <Dialog.Content
          className="fixed inset-0 z-50 m-auto grid h-fit max-h-[calc(100dvh-2rem)] w-[min(25rem,calc(100vw-2rem))] animate-rise gap-4 overflow-y-auto rounded-2xl border border-line bg-raised p-6 shadow-float outline-none"
          aria-describedby={undefined}
        >
          <Dialog.Title className="text-lg font-semibold">{t("title")}</Dialog.Title>
          <dl className="grid gap-2.5">
            {shortcuts.map(({ name, keys }) => (
              <div key={name} className="flex items-center justify-between gap-4">
                <dt className="text-ink-soft">{t(name)}</dt>
                <dd className="flex flex-none gap-1" dir="ltr">
                  {keys.map((key) => (
                    <kbd
                      key={key}
                      className="min-w-6 rounded-md border border-line bg-sunken px-1.5 py-0.5 text-center font-sans text-note"
                    >
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
          <Dialog.Close asChild>
            <Button className="justify-self-end">{t("close")}</Button>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

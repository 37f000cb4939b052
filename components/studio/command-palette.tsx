"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { Backdrop } from "#components/ui/backdrop.tsx";

export type PaletteItem = { href: string; label: string; group: string };

type Props = { items: PaletteItem[]; isOpen: boolean; onClose: () => void };

/** Goes anywhere by a few letters: type, arrow, Enter. */
export function CommandPalette({ items, isOpen, onClose }: Props) {
  const t = useTranslations("studio");
  const router = useRouter();
  const id = useId();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const found = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return items.filter(({ label, group }) => {
      const text = `${group} ${label}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [items, query]);
  const go = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    router.push(item.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setActive((at) => (at + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(found[active]);
    }
  };
  return (
    <Dialog.Root
      open={isOpen}
      onOpenChange={(open) => {
        if (open) return;
        setQuery("");
        setActive(0);
        onClose();
      }}
    >
      <Dialog.Portal>
        <Backdrop />
        <Dialog.Content
          className="fixed inset-x-0 top-[min(16vh,8rem)] z-50 mx-auto flex max-h-[min(26rem,70dvh)] w-[min(34rem,calc(100vw-2rem))] animate-rise flex-col overflow-hidden rounded-2xl border border-line bg-raised shadow-float"
          aria-describedby={undefined}
        >
          <Dialog.Title className="sr-only">{t("search")}</Dialog.Title>
          <input
            className="flex-none border-b border-line bg-transparent px-4.5 py-3.5 text-base outline-none"
            role="combobox"
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-activedescendant={found[active] ? `${id}-${active}` : undefined}
            aria-label={t("search")}
            placeholder={t("searchHint")}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setActive(0);
            }}
            onKeyDown={onKeyDown}
          />
          <div id={`${id}-list`} role="listbox" aria-label={t("search")} className="overflow-y-auto p-1.5">
            {found.map((item, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, which names the active one
              // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field does it
              <div
                key={`${item.group} ${item.href}`}
                id={`${id}-${index}`}
                role="option"
                className="flex min-h-10 cursor-pointer items-center justify-between gap-4 rounded-lg px-3 aria-selected:bg-sunken"
                aria-selected={index === active}
                onPointerMove={() => setActive(index)}
                onClick={() => go(item)}
              >
                <span className="truncate">{item.label}</span>
                <small className="flex-none text-note text-ink-muted">{item.group}</small>
              </div>
            ))}
          </div>
          {found.length === 0 && <p className="px-4 py-6 text-center text-ink-muted">{t("nothingFound")}</p>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

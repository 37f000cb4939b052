"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, useId, useMemo, useState } from "react";

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
        <div className="sheet-backdrop" aria-hidden />
        <Dialog.Content className="palette" aria-describedby={undefined}>
          <Dialog.Title className="sr-only">{t("search")}</Dialog.Title>
          <input
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
          <div id={`${id}-list`} role="listbox" aria-label={t("search")}>
            {found.map((item, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, which names the active one
              // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field does it
              <div
                key={`${item.group} ${item.href}`}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                onPointerMove={() => setActive(index)}
                onClick={() => go(item)}
              >
                <span className="truncate">{item.label}</span>
                <small>{item.group}</small>
              </div>
            ))}
          </div>
          {found.length === 0 && <p className="px-4 py-6 text-center text-ink-muted">{t("nothingFound")}</p>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

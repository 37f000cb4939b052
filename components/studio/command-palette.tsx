"use client";

import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { Backdrop } from "#components/ui/backdrop.tsx";
import { useFoundPlaces } from "./use-found-places.ts";

export type PaletteItem = { href: string; label: string; group: string };

type Props = { tenant: string; items: PaletteItem[]; isOpen: boolean; onClose: () => void };

/** Matches items that contain every word of the search; keeps their order. */
function matches(_: string, search: string, texts: string[] = []): number {
  const text = texts.join(" ").toLowerCase();
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => text.includes(word)) ? 1 : 0;
}

/** Opens any page of Studio, or anything that has one, by typing part of its name. */
export function CommandPalette({ tenant, items, isOpen, onClose }: Props) {
  const t = useTranslations("studio");
  const router = useRouter();
  const [search, setSearch] = useState("");
  const found = useFoundPlaces(tenant, isOpen ? search : "");
  const close = () => {
    setSearch("");
    onClose();
  };
  const all = [
    ...items.map((item) => ({ ...item, keywords: [item.group, item.label] })),
    // The server has found them, perhaps by something that is not shown.
    ...found.map(({ kind, name, path }) => ({
      href: `/admin/${tenant}${path}`,
      label: name,
      group: t(`found.${kind}`),
      keywords: [name, search],
    })),
  ];
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => open || close()}>
      <Dialog.Portal>
        <Backdrop />
        <Dialog.Content
          className="fixed inset-x-0 top-[min(16vh,8rem)] z-50 mx-auto w-[min(34rem,calc(100vw-2rem))] animate-rise overflow-hidden rounded-2xl border border-line bg-raised shadow-float"
          aria-describedby={undefined}
        >
          <Dialog.Title className="sr-only">{t("search")}</Dialog.Title>
          <Command
            className="flex max-h-[min(26rem,70dvh)] flex-col"
            label={t("search")}
            filter={matches}
            vimBindings={false}
            loop
          >
            <Command.Input
              className="flex-none border-b border-line bg-transparent px-4.5 py-3.5 text-base outline-none"
              placeholder={t("searchHint")}
              value={search}
              onValueChange={setSearch}
            />
            <Command.List className="overflow-y-auto p-1.5" label={t("search")}>
              {all.map(({ group, href, label, keywords }) => (
                <Command.Item
                  key={`${group} ${href} ${label}`}
                  value={`${group} ${href} ${label}`}
                  keywords={keywords}
                  className="flex min-h-10 cursor-pointer items-center justify-between gap-4 rounded-lg px-3 aria-selected:bg-sunken"
                  onSelect={() => {
                    close();
                    router.push(href);
                  }}
                >
                  <span className="truncate">
                    <bdi>{label}</bdi>
                  </span>
                  <small className="flex-none text-note text-ink-muted">{group}</small>
                </Command.Item>
              ))}
              <Command.Empty className="px-4 py-6 text-center text-ink-muted">
                {t("nothingFound")}
              </Command.Empty>
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

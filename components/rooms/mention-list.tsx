"use client";

import { useTranslations } from "next-intl";

type MentionListProps = {
  id: string;
  names: readonly string[];
  active: number;
  onChoose: (name: string) => void;
};

export const mentionOptionId = (listId: string, at: number) => `${listId}-${at}`;

/** People that the mention being typed could match. The focus stays in the message box. */
export function MentionList({ id, names, active, onChoose }: MentionListProps) {
  const t = useTranslations("rooms");
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t("mentions")}
      className="absolute inset-x-0 bottom-full z-10 mb-1.5 max-h-60 overflow-y-auto rounded-xl border border-line bg-raised p-1 shadow-float"
    >
      {names.map((name, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the message box handles the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the message box
        <div
          key={name}
          id={mentionOptionId(id, at)}
          role="option"
          aria-selected={at === active}
          className="cursor-pointer truncate rounded-lg px-3 py-2 text-small aria-selected:bg-sunken"
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(name)}
        >
          {name}
        </div>
      ))}
    </div>
  );
}

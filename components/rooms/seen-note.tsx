"use client";

import { useFormatter, useTranslations } from "next-intl";
import { MAX_SEEN_BY } from "#lib/rooms/messages/seen-by.ts";
import type { RoomState } from "./room-state.ts";

const shownNames = 3;

/** Who has read the reader's newest message, below it; nothing in a large room. */
export function SeenNote({ state }: { state: RoomState }) {
  const t = useTranslations("rooms");
  const format = useFormatter();
  const { participants, self, messages } = state;
  const people = participants.filter(({ id, role }) => id !== self.id && role !== "bot");
  const own = messages.findLast(({ participant_id }) => participant_id === self.id);
  if (!own || own.deleted_at || people.length === 0 || people.length >= MAX_SEEN_BY) return null;
  const readers = people.filter(({ read_offset }) => read_offset >= own.offset).map(({ name }) => name);
  if (readers.length === 0) return null;
  const shown = readers.slice(0, shownNames);
  const rest = readers.length - shown.length;
  const names = rest > 0 ? [...shown, t("otherPeople", { count: rest })] : shown;
  return (
    <li className="-mt-4 self-end text-note text-ink-muted" title={format.list(readers)} data-seen>
      {readers.length === people.length && people.length > 1
        ? t("seenByAll")
        : t("seenBy", { names: format.list(names) })}
    </li>
  );
}

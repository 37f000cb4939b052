import { useTranslations } from "next-intl";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { RoomState } from "./room-state.ts";

const namedTypists = 2;

/** Who is typing, in place of the hint below the message box; null if nobody is. */
export function useTypingNote({ typing, participants, self }: RoomState): string | null {
  const t = useTranslations("rooms");
  const names = typing.flatMap(({ id }) => {
    const person = id === self.id ? undefined : participants.find((one) => one.id === id);
    return person ? isolateText(person.name) : [];
  });
  const [first, second] = names;
  if (first === undefined) return null;
  if (second === undefined) return t("typing.one", { name: first });
  if (names.length > namedTypists) return t("typing.many", { count: names.length });
  return t("typing.two", { first, second });
}

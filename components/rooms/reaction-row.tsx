"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import type { WireMessage, WireParticipant } from "#lib/rooms/wire.ts";

type ReactionRowProps = {
  message: WireMessage;
  self: WireParticipant;
  nameOf: (participantId: string) => string | null;
  /** Null where the reader may not react. */
  onReact: ((emoji: string, on: boolean) => void) | null;
};

const shownNames = 8;

export function ReactionRow({ message, self, nameOf, onReact }: ReactionRowProps) {
  const t = useTranslations("rooms");
  const format = useFormatter();
  if (message.reactions.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-wrap gap-1" aria-label={t("reactions")}>
      {message.reactions.map(({ emoji, count, participant_ids: ids }) => {
        const isOwn = ids.includes(self.id);
        const names = ids.flatMap((id) => (id === self.id ? t("you") : (nameOf(id) ?? [])));
        const shown = names.slice(0, shownNames);
        const rest = count - shown.length;
        const who = format.list(rest > 0 ? [...shown, t("otherPeople", { count: rest })] : shown);
        return (
          <li key={emoji}>
            <Button
              variant="plain"
              className="inline-flex min-h-7 items-center gap-1.5 rounded-full border border-line bg-raised px-2.5 text-note text-ink-soft not-disabled:hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-wash"
              aria-pressed={isOwn}
              aria-label={t("reactionOf", { emoji, count, who })}
              title={who}
              disabled={onReact === null}
              onClick={() => onReact?.(emoji, !isOwn)}
            >
              <span aria-hidden className="text-sm">
                {emoji}
              </span>
              <span aria-hidden>{count}</span>
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

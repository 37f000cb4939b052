"use client";

import { ShieldAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { isModerator } from "#lib/rooms/participants/rank.ts";
import type { RoomState } from "./room-state.ts";

/** Above the message box of moderators while something waits for them. */
export function ReviewBar({ state, onOpen }: { state: RoomState; onOpen: () => void }) {
  const t = useTranslations("rooms");
  const { waiting, held, reports } = state.review;
  const count = waiting.length + held.length + reports.length;
  if (!isModerator(state.self.role) || count === 0) return null;
  return (
    <div className="mb-2 flex items-center gap-2 rounded-xl bg-sunken px-3 py-1.5 text-small" role="status">
      <ShieldAlert aria-hidden className="size-4 flex-none text-accent" />
      <span className="min-w-0 flex-1 truncate">{t("review.bar", { count })}</span>
      <Button variant="link" className="min-[1100px]:hidden" onClick={onOpen}>
        {t("review.open")}
      </Button>
    </div>
  );
}

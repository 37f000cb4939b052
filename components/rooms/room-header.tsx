"use client";

import { UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { Button } from "#components/ui/button.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { ConnectionNote } from "./connection-note.tsx";
import type { RoomState } from "./room-state.ts";

type RoomHeaderProps = {
  state: RoomState;
  panelButton: RefObject<HTMLButtonElement | null>;
  onPanel: () => void;
};

export function RoomHeader({ state, panelButton, onPanel }: RoomHeaderProps) {
  const t = useTranslations("rooms");
  const count = state.presence?.count ?? state.participants.length;
  return (
    <header className="chat-header border-b border-line">
      <div className="min-w-0 flex-1 ps-2 py-1.5">
        <h1 className="truncate text-sm font-strong">{state.room.title}</h1>
        <p className="flex min-w-0 items-center gap-2 text-note text-ink-muted">
          <ConnectionNote connection={state.connection} />
          {state.presence && <span className="truncate">{t("here", { count })}</span>}
        </p>
      </div>
      <Button
        ref={panelButton}
        variant="plain"
        className="inline-flex min-h-9 items-center gap-1.5 rounded-lg px-2.5 text-small font-strong text-ink-soft hover:bg-sunken min-[1100px]:hidden [&_svg]:size-4 [&_svg]:stroke-[1.75]"
        aria-label={t("openPanel", { count })}
        onClick={onPanel}
      >
        <UsersRound aria-hidden />
        {t("people")}
      </Button>
      <ThemeToggle />
    </header>
  );
}

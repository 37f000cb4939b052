"use client";

import { MoreHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import { outranks } from "#lib/rooms/rank.ts";
import type { UpdateParticipantRequest } from "#lib/rooms/schema.ts";
import type { WireParticipant } from "#lib/rooms/wire.ts";
import { isMuted } from "./is-muted.ts";

const MUTE_MINUTES = 10;

type PersonRowProps = {
  person: WireParticipant;
  self: WireParticipant;
  isHere: boolean;
  onModerate: (person: WireParticipant, action: UpdateParticipantRequest) => void;
};

export function PersonRow({ person, self, isHere, onModerate }: PersonRowProps) {
  const t = useTranslations("rooms");
  const [isOpen, setOpen] = useState(false);
  const { name, role } = person;
  const isQuiet = isMuted(person);
  const mayAct = role !== "bot" && outranks(self.role, role);
  const act = (action: UpdateParticipantRequest) => {
    setOpen(false);
    onModerate(person, action);
  };
  return (
    <li className="rounded-lg px-2 py-1 hover:bg-sunken">
      <div className="flex min-h-8 items-center gap-2">
        <i
          aria-hidden
          className={`size-1.5 flex-none rounded-full ${isHere ? "bg-accent" : "bg-line-strong"}`}
        />
        <span className={`min-w-0 truncate text-small ${isHere ? "" : "text-ink-muted"}`}>
          <bdi>{name}</bdi>
        </span>
        {person.id === self.id && <span className="text-note text-ink-muted">{t("you")}</span>}
        {!isHere && <span className="sr-only">{t("away")}</span>}
        {role !== "participant" && <Badge>{t(`roles.${role}`)}</Badge>}
        {isQuiet && <Badge tone="danger">{t("muted")}</Badge>}
        {mayAct && (
          <IconButton
            size="small"
            className="ms-auto"
            icon={MoreHorizontal}
            label={t("actionsFor", { name: isolateText(name) })}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          />
        )}
      </div>
      {isOpen && (
        <div className="flex flex-wrap gap-1.5 pt-1 pb-1.5 ps-3.5">
          {isQuiet ? (
            <Button onClick={() => act({ action: "unmute" })}>{t("unmute")}</Button>
          ) : (
            <Button onClick={() => act({ action: "mute", minutes: MUTE_MINUTES })}>{t("mute")}</Button>
          )}
          <Button variant="dangerOutline" onClick={() => act({ action: "remove" })}>
            {t("remove")}
          </Button>
          <Button variant="dangerOutline" onClick={() => act({ action: "ban" })}>
            {t("ban")}
          </Button>
          {self.role === "host" && (
            <Button
              onClick={() =>
                act({ action: "role", role: role === "moderator" ? "participant" : "moderator" })
              }
            >
              {t(role === "moderator" ? "endModerator" : "makeModerator")}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

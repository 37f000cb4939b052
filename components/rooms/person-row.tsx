"use client";

import { MoreHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import { outranks } from "#lib/rooms/participants/rank.ts";
import type { UpdateParticipantRequest } from "#lib/rooms/schema.ts";
import type { WireParticipant } from "#lib/rooms/wire.ts";
import { isMuted } from "./is-muted.ts";
import { PersonActions } from "./person-actions.tsx";
import type { RoomApi } from "./room-api.ts";

type PersonRowProps = {
  api: RoomApi;
  person: WireParticipant;
  self: WireParticipant;
  isHere: boolean;
  onModerate: (person: WireParticipant, action: UpdateParticipantRequest) => void;
};

export function PersonRow({ api, person, self, isHere, onModerate }: PersonRowProps) {
  const t = useTranslations("rooms");
  const [isOpen, setOpen] = useState(false);
  const { name, role } = person;
  const isQuiet = isMuted(person);
  const mayAct = person.id === self.id || (role !== "bot" && outranks(self.role, role));
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
            label={person.id === self.id ? t("changeName") : t("actionsFor", { name: isolateText(name) })}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          />
        )}
      </div>
      {isOpen && (
        <div className="pt-1 pb-2 ps-3.5">
          <PersonActions api={api} person={person} self={self} onAct={act} />
        </div>
      )}
    </li>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { isModerator } from "#lib/rooms/rank.ts";
import type { UpdateParticipantRequest } from "#lib/rooms/schema.ts";
import type { WireParticipant } from "#lib/rooms/wire.ts";
import { ExportSection } from "./export-section.tsx";
import { InviteSection } from "./invite-section.tsx";
import { PeopleSection } from "./people-section.tsx";
import { RoomCover } from "./room-cover.tsx";
import type { RoomState } from "./room-state.ts";
import { SettingsSection } from "./settings-section.tsx";
import { SupportSection } from "./support-section.tsx";
import type { Payments } from "./use-payments.ts";
import type { RoomChange } from "./use-room-actions.ts";

type RoomPanelProps = {
  state: RoomState;
  payments: Payments;
  link: string;
  onModerate: (person: WireParticipant, action: UpdateParticipantRequest) => void;
  onChange: (change: RoomChange) => void;
  onArchive: () => void;
  onLeave: () => void;
};

/** People, invitation and settings, next to the messages or in a sheet over them. */
export function RoomPanel({
  state,
  payments,
  link,
  onModerate,
  onChange,
  onArchive,
  onLeave,
}: RoomPanelProps) {
  const t = useTranslations("rooms");
  const { room, self } = state;
  const isArchived = room.state === "archived";
  const isHost = self.role === "host";
  return (
    <div className="grid content-start gap-7">
      <RoomCover room={room} />
      <PeopleSection state={state} onModerate={onModerate} />
      <InviteSection
        code={room.code}
        link={link}
        isHidden={room.code_hidden}
        onHide={isHost && !isArchived ? (isHidden) => onChange({ code_hidden: isHidden }) : null}
      />
      {!isArchived && <SupportSection payments={payments} />}
      {isModerator(self.role) && !isArchived && (
        <SettingsSection key={room.title} room={room} self={self} onChange={onChange} onArchive={onArchive} />
      )}
      {isHost && <ExportSection code={room.code} />}
      {!isHost && (
        <Button className="justify-self-start" onClick={onLeave}>
          {t("leave")}
        </Button>
      )}
    </div>
  );
}

"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { isModerator } from "#lib/rooms/participants/rank.ts";
import type { UpdateParticipantRequest } from "#lib/rooms/schema.ts";
import type { WireParticipant } from "#lib/rooms/wire.ts";
import { ExportSection } from "./export-section.tsx";
import { InviteSection } from "./invite-section.tsx";
import { ModerationSection } from "./moderation-section.tsx";
import { PeopleSection } from "./people-section.tsx";
import { type ReviewHandlers, ReviewSection } from "./review-section.tsx";
import type { RoomApi } from "./room-api.ts";
import { RoomCover } from "./room-cover.tsx";
import type { RoomState } from "./room-state.ts";
import { SettingsSection } from "./settings-section.tsx";
import { SupportSection } from "./support-section.tsx";
import type { Payments } from "./use-payments.ts";
import type { RoomChange } from "./use-room-actions.ts";

type RoomPanelProps = Omit<ReviewHandlers, "onModerate"> & {
  api: RoomApi;
  state: RoomState;
  payments: Payments;
  link: string;
  /** Resolves to whether it was done; it is not if the reader is asked first. */
  onModerate: (person: WireParticipant, action: UpdateParticipantRequest) => Promise<boolean>;
  onUndo: (entry: string) => Promise<boolean>;
  onChange: (change: RoomChange) => void;
  /** Null where the reader cannot ask for one. */
  recap: ReactNode;
  onArchive: () => void;
  onLeave: () => void;
};

/** People, invitation and settings, next to the messages or in a sheet over them. */
export function RoomPanel(props: RoomPanelProps) {
  const { api, state, payments, link, recap, onModerate, onUndo, onChange, onArchive, onLeave } = props;
  const t = useTranslations("rooms");
  const { room, self } = state;
  const isArchived = room.state === "archived";
  const isHost = self.role === "host";
  return (
    <div className="grid content-start gap-7">
      <RoomCover room={room} />
      {isModerator(self.role) && (
        <ReviewSection
          review={state.review}
          handlers={{ ...props, onModerate: (person, body) => void onModerate(person, body) }}
        />
      )}
      <PeopleSection api={api} state={state} onModerate={(person, body) => void onModerate(person, body)} />
      {recap}
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
      {isHost && isArchived && (
        <Button className="justify-self-start" onClick={() => onChange({ state: "open" })}>
          {t("reopen")}
        </Button>
      )}
      {isModerator(self.role) && <ModerationSection api={api} onModerate={onModerate} onUndo={onUndo} />}
      {isHost && <ExportSection code={room.code} />}
      {!isHost && (
        <Button className="justify-self-start" onClick={onLeave}>
          {t("leave")}
        </Button>
      )}
    </div>
  );
}

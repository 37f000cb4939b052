"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import type { UpdateParticipantRequest } from "#lib/rooms/schema.ts";
import type { WireParticipant } from "#lib/rooms/wire.ts";
import { FormerNames } from "./former-names.tsx";
import { isMuted } from "./is-muted.ts";
import type { RoomApi } from "./room-api.ts";

/** Minutes. */
const muteTimes = [10, 60, 1_440] as const;

type PersonActionsProps = {
  api: RoomApi;
  person: WireParticipant;
  self: WireParticipant;
  onAct: (action: UpdateParticipantRequest) => void;
};

/** What the reader may do to a person, or to their own name. */
export function PersonActions({ api, person, self, onAct }: PersonActionsProps) {
  const t = useTranslations("rooms");
  const [isMuting, setMuting] = useState(false);
  const [isRenaming, setRenaming] = useState(false);
  const isSelf = person.id === self.id;
  const isMod = person.role === "moderator";
  if (isSelf || isRenaming) return <RenameForm person={person} onAct={onAct} />;
  if (isMuting)
    return (
      <div className="flex flex-wrap gap-1.5">
        {muteTimes.map((minutes) => (
          <Button key={minutes} onClick={() => onAct({ action: "mute", minutes })}>
            {t("muteFor", { minutes })}
          </Button>
        ))}
      </div>
    );
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-1.5">
        {isMuted(person) ? (
          <Button onClick={() => onAct({ action: "unmute" })}>{t("unmute")}</Button>
        ) : (
          <Button onClick={() => setMuting(true)}>{t("mute")}</Button>
        )}
        <Button variant="dangerOutline" onClick={() => onAct({ action: "remove" })}>
          {t("remove")}
        </Button>
        <Button variant="dangerOutline" onClick={() => onAct({ action: "ban" })}>
          {t("ban")}
        </Button>
        <Button onClick={() => setRenaming(true)}>{t("rename")}</Button>
        {self.role === "host" && (
          <>
            <Button onClick={() => onAct({ action: "role", role: isMod ? "participant" : "moderator" })}>
              {t(isMod ? "endModerator" : "makeModerator")}
            </Button>
            <Button onClick={() => onAct({ action: "hand_over" })}>{t("handOver")}</Button>
          </>
        )}
      </div>
      <FormerNames api={api} person={person} />
    </div>
  );
}

function RenameForm({ person, onAct }: Pick<PersonActionsProps, "person" | "onAct">) {
  const t = useTranslations("rooms");
  const form = useTranslations("form");
  const [name, setName] = useState(person.name);
  const rename = (event: FormEvent) => {
    event.preventDefault();
    onAct({ action: "rename", name });
  };
  return (
    <form className="flex items-end gap-2" onSubmit={rename}>
      <Field
        className="min-w-0 flex-1"
        label={t("newName")}
        value={name}
        maxLength={40}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" size="medium" disabled={name.trim() === "" || name === person.name}>
        {form("save")}
      </Button>
    </form>
  );
}

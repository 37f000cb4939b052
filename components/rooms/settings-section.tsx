"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CheckField, Field, SelectField } from "#components/ui/field.tsx";
import type { BotManner, RoomAccess } from "#lib/rooms/schema.ts";
import type { WireParticipant, WireRoom } from "#lib/rooms/wire.ts";
import { botManners } from "./bot-manners.ts";
import { SwitchesFields } from "./switches-fields.tsx";
import type { RoomChange } from "./use-room-actions.ts";

const accesses = ["open", "account", "members"] as const satisfies readonly RoomAccess[];

type SettingsSectionProps = {
  room: WireRoom;
  self: WireParticipant;
  onChange: (change: RoomChange) => void;
  onArchive: () => void;
};

/** Settings for the host; some are also for moderators. */
export function SettingsSection({ room, self, onChange, onArchive }: SettingsSectionProps) {
  const t = useTranslations("rooms");
  const form = useTranslations("form");
  const [title, setTitle] = useState(room.title);
  const isHost = self.role === "host";
  const trimmed = title.trim();
  const rename = (event: FormEvent) => {
    event.preventDefault();
    if (trimmed !== "" && trimmed !== room.title) onChange({ title: trimmed });
  };
  return (
    <section className="grid gap-4" aria-labelledby="room-settings">
      <h2 id="room-settings" className="text-small font-semibold">
        {t("settings")}
      </h2>
      {isHost && (
        <form className="flex items-end gap-2" onSubmit={rename}>
          <Field
            className="min-w-0 flex-1"
            label={t("title")}
            value={title}
            maxLength={120}
            autoComplete="off"
            onChange={(event) => setTitle(event.target.value)}
          />
          <Button type="submit" size="medium" disabled={trimmed === "" || trimmed === room.title}>
            {form("save")}
          </Button>
        </form>
      )}
      <CheckField
        label={t("lock")}
        hint={t("lockHint")}
        checked={room.state === "locked"}
        onChange={(event) => onChange({ state: event.target.checked ? "locked" : "open" })}
      />
      <SwitchesFields switches={room} onChange={onChange} />
      {isHost && (
        <SelectField
          label={t("access")}
          hint={t(`accesses.${room.access}.body`)}
          value={room.access}
          onChange={(event) => onChange({ access: event.target.value as RoomAccess })}
        >
          {accesses.map((access) => (
            <option key={access} value={access}>
              {t(`accesses.${access}.title`)}
            </option>
          ))}
        </SelectField>
      )}
      {isHost && room.chatbot && (
        <SelectField
          label={t("manner")}
          hint={t(`manners.${room.bot_manner}.body`)}
          value={room.bot_manner}
          onChange={(event) => onChange({ bot_manner: event.target.value as BotManner })}
        >
          {botManners.map((manner) => (
            <option key={manner} value={manner}>
              {t(`manners.${manner}.title`)}
            </option>
          ))}
        </SelectField>
      )}
      {isHost && (
        <Button variant="dangerOutline" className="justify-self-start" onClick={onArchive}>
          {t("archive")}
        </Button>
      )}
    </section>
  );
}

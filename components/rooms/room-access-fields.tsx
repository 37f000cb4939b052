"use client";

import { useTranslations } from "next-intl";
import { Field, SelectField } from "#components/ui/field.tsx";
import type { RoomAccess } from "#lib/rooms/schema.ts";
import type { RoomDraft } from "./room-draft.ts";

const choices = ["open", "account", "members"] as const satisfies readonly RoomAccess[];

type RoomAccessFieldsProps = {
  draft: RoomDraft;
  /** Guests create rooms for everyone with the code. */
  mayChoose: boolean;
  error: string | undefined;
  onChange: (part: Partial<RoomDraft>) => void;
};

export function RoomAccessFields({ draft, mayChoose, error, onChange }: RoomAccessFieldsProps) {
  const t = useTranslations("rooms");
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {mayChoose && (
        <SelectField
          label={t("access")}
          hint={t(`accesses.${draft.access}.body`)}
          value={draft.access}
          onChange={({ target }) => onChange({ access: target.value as RoomAccess })}
        >
          {choices.map((access) => (
            <option key={access} value={access}>
              {t(`accesses.${access}.title`)}
            </option>
          ))}
        </SelectField>
      )}
      <Field
        label={t("passwordNew")}
        hint={t("passwordHint")}
        value={draft.password}
        onChange={({ target }) => onChange({ password: target.value })}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        error={error}
      />
    </div>
  );
}

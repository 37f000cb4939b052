"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { botManners } from "#components/rooms/bot-manners.ts";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { CheckField, FormError, SelectField } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { RoomDefaults } from "#lib/tenant/schema.ts";

/** Days; 0 for never. */
const expirySteps = [0, 1, 7, 30, 365];

type Defaults = { guestRooms: boolean; rooms: RoomDefaults };
type RoomDefaultsFormProps = { tenant: string; name: string; initial: Defaults; isReadOnly: boolean };

/** What new rooms of a workspace have unless their creator chooses otherwise, and who may create them. */
export function RoomDefaultsForm({ tenant, name, initial, isReadOnly }: RoomDefaultsFormProps) {
  const t = useTranslations("studioRooms");
  const words = useTranslations("rooms");
  const studio = useTranslations("studio");
  const form = useTranslations("form");
  const { run, isBusy, error } = useSubmit();
  const [{ guestRooms, rooms }, setDefaults] = useState(initial);
  const [isSaved, setSaved] = useState(false);
  const change = (part: Partial<Defaults>) => {
    setSaved(false);
    setDefaults((all) => ({ ...all, ...part }));
  };
  const set = (part: Partial<RoomDefaults>) => change({ rooms: { ...rooms, ...part } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const body = { name, settings: { guestRooms, rooms } };
      await callApi(`/api/admin/${tenant}`, { method: "PATCH", body });
      setSaved(true);
    });
  };
  const days = rooms.expiresDays ?? 0;
  const steps = expirySteps.includes(days) ? expirySteps : [...expirySteps, days];
  return (
    <form className="grid max-w-md gap-5" method="post" onSubmit={submit}>
      <FormError>{error}</FormError>
      <fieldset className="grid gap-5" disabled={isReadOnly}>
        <CheckField
          label={studio("guestRooms")}
          hint={studio("guestRoomsHint")}
          checked={guestRooms}
          onChange={(event) => change({ guestRooms: event.target.checked })}
        />
        <SelectField
          label={words("presetLabel")}
          hint={words(`presets.${rooms.preset}.body`)}
          value={rooms.preset}
          onChange={(event) => set({ preset: event.target.value as RoomDefaults["preset"] })}
        >
          {(["open", "calm", "strict"] as const).map((preset) => (
            <option key={preset} value={preset}>
              {words(`presets.${preset}.title`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={words("manner")}
          hint={words(`manners.${rooms.manner}.body`)}
          value={rooms.manner}
          onChange={(event) => set({ manner: event.target.value as RoomDefaults["manner"] })}
        >
          {botManners.map((manner) => (
            <option key={manner} value={manner}>
              {words(`manners.${manner}.title`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={words("expiry")}
          hint={words("expiryHint")}
          value={days}
          onChange={(event) => set({ expiresDays: Number(event.target.value) || null })}
        >
          {steps.map((count) => (
            <option key={count} value={count}>
              {words("expiryDays", { count })}
            </option>
          ))}
        </SelectField>
      </fieldset>
      {!isReadOnly && (
        <p className="flex items-center gap-3">
          <Button type="submit" variant="primary" disabled={isBusy}>
            {form("save")}
          </Button>
          <span role="status" className="text-small text-ink-muted">
            {isSaved && t("saved")}
          </span>
        </p>
      )}
    </form>
  );
}

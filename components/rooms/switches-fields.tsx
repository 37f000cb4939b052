"use client";

import { useTranslations } from "next-intl";
import { CheckField, SelectField } from "#components/ui/field.tsx";
import type { RoomSwitches } from "#lib/rooms/lifecycle/presets.ts";

const slowSteps = [0, 10, 30, 60, 300];

type SwitchesFieldsProps = { switches: RoomSwitches; onChange: (change: Partial<RoomSwitches>) => void };

/** The single switches behind a preset. */
export function SwitchesFields({ switches, onChange }: SwitchesFieldsProps) {
  const t = useTranslations("rooms");
  const { slow_seconds: slow, hold, lobby } = switches;
  const steps = slowSteps.includes(slow) ? slowSteps : [...slowSteps, slow];
  return (
    <>
      <SelectField
        label={t("slow")}
        value={slow}
        onChange={(event) => onChange({ slow_seconds: Number(event.target.value) })}
      >
        {steps.map((seconds) => (
          <option key={seconds} value={seconds}>
            {t("slowSeconds", { count: seconds })}
          </option>
        ))}
      </SelectField>
      <CheckField
        label={t("hold")}
        hint={t("holdHint")}
        checked={hold}
        onChange={(event) => onChange({ hold: event.target.checked })}
      />
      <CheckField
        label={t("lobbySwitch")}
        hint={t("lobbyHint")}
        checked={lobby}
        onChange={(event) => onChange({ lobby: event.target.checked })}
      />
    </>
  );
}

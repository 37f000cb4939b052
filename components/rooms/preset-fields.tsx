"use client";

import { useTranslations } from "next-intl";
import { labelClass } from "#components/ui/control-class.ts";
import { CheckField, SelectField } from "#components/ui/field.tsx";
import { Segments } from "#components/ui/segments.tsx";
import { presetOf, presets, type RoomSwitches } from "#lib/rooms/lifecycle/presets.ts";
import { SwitchesFields } from "./switches-fields.tsx";

/** Days; 0 for never. */
const expirySteps = [0, 1, 7, 30, 365];

export type RoomRules = RoomSwitches & { locked: boolean; expires_days: number | null };

type PresetFieldsProps = { rules: RoomRules; onChange: (change: Partial<RoomRules>) => void };

/** How strict a new room is: a preset, and its switches behind "More". */
export function PresetFields({ rules, onChange }: PresetFieldsProps) {
  const t = useTranslations("rooms");
  const preset = presetOf(rules);
  const days = rules.expires_days ?? 0;
  const steps = expirySteps.includes(days) ? expirySteps : [...expirySteps, days];
  return (
    <div className="grid gap-3">
      <p className={labelClass}>{t("presetLabel")}</p>
      <Segments
        label={t("presetLabel")}
        value={preset}
        options={(["open", "calm", "strict"] as const).map((value) => ({
          value,
          label: t(`presets.${value}.title`),
        }))}
        onChange={(value) => value && onChange(presets[value])}
      />
      <p className="text-small text-pretty text-ink-muted">{t(`presets.${preset ?? "own"}.body`)}</p>
      <details>
        <summary className="w-fit cursor-pointer text-small font-strong text-accent">{t("more")}</summary>
        <div className="grid gap-4 pt-3">
          <CheckField
            label={t("lock")}
            hint={t("lockHint")}
            checked={rules.locked}
            onChange={(event) => onChange({ locked: event.target.checked })}
          />
          <SwitchesFields switches={rules} onChange={onChange} />
          <SelectField
            label={t("expiry")}
            hint={t("expiryHint")}
            value={days}
            onChange={(event) => onChange({ expires_days: Number(event.target.value) || null })}
          >
            {steps.map((count) => (
              <option key={count} value={count}>
                {t("expiryDays", { count })}
              </option>
            ))}
          </SelectField>
        </div>
      </details>
    </div>
  );
}

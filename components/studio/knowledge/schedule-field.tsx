"use client";

import { useTranslations } from "next-intl";
import { SelectField } from "#components/ui/field.tsx";

const offered = ["60", "360", "1440", "10080"] as const;
const isOffered = (text: string): text is (typeof offered)[number] =>
  (offered as readonly string[]).includes(text);

type Props = { value: number | null; onChange: (minutes: number | null) => void };

/** How often a web source is synced. An interval set elsewhere stays selectable. */
export function ScheduleField({ value, onChange }: Props) {
  const t = useTranslations("studioKnowledge");
  const current = value === null ? "" : String(value);
  return (
    <SelectField
      label={t("schedule")}
      value={current}
      onChange={({ target }) => onChange(target.value ? Number(target.value) : null)}
    >
      <option value="">{t("scheduleOptions.never")}</option>
      {offered.map((minutes) => (
        <option key={minutes} value={minutes}>
          {t(`scheduleOptions.${minutes}`)}
        </option>
      ))}
      {current && !isOffered(current) && (
        <option value={current}>{t("scheduleOptions.other", { minutes: current })}</option>
      )}
    </SelectField>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { ChoiceCard } from "#components/studio/choice-card.tsx";
import { Field } from "#components/ui/field.tsx";
import { type Day, days } from "./schedule-text.ts";
import type { TeamDraft } from "./team-draft.ts";

type ScheduleFieldsProps = {
  draft: TeamDraft;
  errors: Record<string, string>;
  onChange: (changes: Partial<TeamDraft>) => void;
};

/** On which days, when, and by whose clock the team is asked. */
export function ScheduleFields({ draft, errors, onChange }: ScheduleFieldsProps) {
  const t = useTranslations("checkIns");
  const { weekdays, clock } = draft;
  const toggle = (day: Day) =>
    onChange({
      weekdays: weekdays.includes(day) ? weekdays.filter((one) => one !== day) : [...weekdays, day],
    });
  return (
    <>
      <fieldset className="grid gap-1.5">
        <legend className="mb-1.5 text-small font-strong">{t("days")}</legend>
        <div className="flex flex-wrap gap-1.5">
          {days.map((day) => (
            <label
              key={day}
              className="relative flex min-h-9 cursor-pointer items-center rounded-control border border-line-strong bg-raised px-2.5 text-small has-checked:border-accent has-checked:bg-accent has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent pointer-coarse:min-h-10"
            >
              <input
                type="checkbox"
                checked={weekdays.includes(day)}
                aria-label={t(`dayNames.${day}`)}
                className="absolute inset-0 cursor-pointer appearance-none outline-none"
                onChange={() => toggle(day)}
              />
              <span aria-hidden>{t(`dayLetters.${day}`)}</span>
            </label>
          ))}
        </div>
        {weekdays.length === 0 && <p className="text-small text-ink-muted">{t("noSchedule")}</p>}
      </fieldset>
      <fieldset className="grid gap-2 sm:grid-cols-2">
        <legend className="mb-1.5 text-small font-strong">{t("clock")}</legend>
        {(["person", "team"] as const).map((value) => (
          <ChoiceCard
            key={value}
            type="radio"
            name="clock"
            checked={clock === value}
            title={t(`clocks.${value}`)}
            body={t(`clockHints.${value}`)}
            onChange={() => onChange({ clock: value })}
          />
        ))}
      </fieldset>
      <div className="grid grid-cols-2 gap-4">
        <Field
          label={t("time")}
          type="time"
          required
          value={draft.time}
          error={errors.poll_schedule}
          onChange={(event) => onChange({ time: event.target.value })}
        />
        <Field
          label={t("closesAt")}
          type="time"
          required
          value={draft.closesAt}
          error={errors.closes_at}
          onChange={(event) => onChange({ closesAt: event.target.value })}
        />
      </div>
      <Field
        label={t("timeZone")}
        list="time-zones"
        required
        maxLength={60}
        autoComplete="off"
        value={draft.timeZone}
        hint={t(`timeZoneHints.${clock}`)}
        error={errors.time_zone}
        onChange={(event) => onChange({ timeZone: event.target.value })}
      />
    </>
  );
}

"use client";

import { FileUp } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { type ChangeEvent, useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { type CalendarInput, MAX_CALENDAR, type TeamCalendar } from "#lib/status/schema.ts";
import type { DraftCalendar } from "./team-draft.ts";

type CalendarFieldProps = {
  tenant: string;
  calendar: DraftCalendar | null;
  onChange: (calendar: DraftCalendar | null) => void;
};

/** A calendar of free days: an iCalendar file, or the address of one. It is read before it is saved. */
export function CalendarField({ tenant, calendar, onChange }: CalendarFieldProps) {
  const t = useTranslations("checkIns");
  const { isBusy, error, run } = useSubmit();
  const [url, setUrl] = useState("");
  const [isTooLarge, setTooLarge] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const read = (input: CalendarInput) =>
    run(async () => {
      const path = `/api/admin/${tenant}/calendar-preview`;
      const found = await callApi<TeamCalendar>(path, { method: "POST", body: input });
      onChange({ ...found, input });
      setUrl("");
    });
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    // The same file can then be chosen again.
    target.value = "";
    if (!file) return;
    setTooLarge(file.size > MAX_CALENDAR);
    if (file.size <= MAX_CALENDAR) await read({ name: file.name.slice(0, 120), text: await file.text() });
  };
  if (calendar) return <ChosenCalendar calendar={calendar} onRemove={() => onChange(null)} />;
  return (
    <div className="grid gap-3">
      <div className="flex items-end gap-2">
        <Field
          className="min-w-0 flex-1"
          label={t("calendarAddress")}
          value={url}
          inputMode="url"
          autoComplete="off"
          maxLength={2_000}
          placeholder="https://"
          onChange={(event) => setUrl(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            if (url.trim() !== "") void read({ url });
          }}
        />
        <Button size="medium" disabled={isBusy || url.trim() === ""} onClick={() => void read({ url })}>
          {t("readCalendar")}
        </Button>
      </div>
      <Button className="justify-self-start" disabled={isBusy} onClick={() => chooser.current?.click()}>
        <FileUp aria-hidden />
        {t("chooseCalendar")}
      </Button>
      <input
        ref={chooser}
        type="file"
        accept=".ics,text/calendar"
        hidden
        aria-label={t("chooseCalendar")}
        onChange={(event) => void choose(event)}
      />
      <p className="text-small text-pretty text-ink-muted">{t("calendarHint")}</p>
      <p role="status" className="text-small text-ink-muted empty:hidden">
        {isBusy && t("readingCalendar")}
      </p>
      <FormError>{isTooLarge ? t("calendarTooLarge") : error}</FormError>
    </div>
  );
}

const SHOWN = 4;

function ChosenCalendar({ calendar, onRemove }: { calendar: DraftCalendar; onRemove: () => void }) {
  const t = useTranslations("checkIns");
  const format = useFormatter();
  const today = new Date().toISOString().slice(0, 10);
  const coming = calendar.days.filter(({ date }) => date >= today);
  const shown = coming.slice(0, SHOWN).map(({ date, name }) => {
    const day = format.dateTime(new Date(`${date}T00:00:00Z`), { timeZone: "UTC", dateStyle: "medium" });
    return name ? `${day} (${name})` : day;
  });
  return (
    <div className="grid gap-1.5 rounded-xl border border-line bg-raised px-4 py-3 text-small">
      <p className="flex items-baseline justify-between gap-3">
        <bdi className="min-w-0 truncate font-strong">{calendar.name}</bdi>
        <Button variant="link" className="text-danger" onClick={onRemove}>
          {t("removeCalendar")}
        </Button>
      </p>
      <p className="text-ink-muted">{t("calendarDays", { count: coming.length })}</p>
      {shown.length > 0 && <p className="text-pretty text-ink-soft">{format.list(shown)}</p>}
      {calendar.source === "url" && <p className="text-ink-muted">{t("calendarDaily")}</p>}
      {calendar.problem && (
        <p className="text-danger">{t("calendarProblem", { problem: calendar.problem })}</p>
      )}
    </div>
  );
}

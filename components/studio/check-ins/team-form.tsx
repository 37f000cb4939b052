"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field, FormError, SelectField } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { readPollSchedule } from "#lib/status/poll-schedule.ts";
import type { TeamForm as Body } from "#lib/status/schema.ts";
import { type Day, days, writeSchedule } from "./schedule-text.ts";

type Person = { id: string; name: string };
type TeamFormProps = {
  tenant: string;
  people: Person[];
  /** The team to change; unset: a new one. */
  team?: {
    teamId: string;
    name: string;
    slackChannel: string;
    pollSchedule: string | null;
    timeZone: string;
    clock: "team" | "person";
    memberIds: string[];
    /** Members whom only the API or Slack knows. */
    others: number;
  };
};

const NEW = { hour: 9, minute: 30, weekdays: [1, 2, 3, 4, 5] };
const twoDigits = (number: number) => String(number).padStart(2, "0");

/** Registers a team or changes one. */
export function TeamForm({ tenant, people, team }: TeamFormProps) {
  const t = useTranslations("checkIns");
  const router = useRouter();
  const { isBusy, error, fields, run } = useSubmit();
  const [isSaved, setSaved] = useState(false);
  const [zone, setZone] = useState(team?.timeZone ?? "");
  // The server does not know the browser's zone.
  useEffect(() => {
    if (!team) setZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
  }, [team]);
  const schedule = team ? (team.pollSchedule && readPollSchedule(team.pollSchedule)) || null : NEW;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const body: Body = {
      name: String(values.get("name")),
      slack_channel: String(values.get("slack_channel")),
      poll_schedule: writeSchedule(values.getAll("days").map(Number) as Day[], String(values.get("time"))),
      time_zone: zone,
      clock: values.get("clock") === "team" ? "team" : "person",
      members: values.getAll("members").map(String),
    };
    setSaved(false);
    void run(async () => {
      const api = `/api/admin/${tenant}/teams`;
      if (team) await callApi(`${api}/${encodeURIComponent(team.teamId)}`, { method: "PATCH", body });
      else await callApi(api, { method: "POST", body });
      router.refresh();
    }).then((isDone) => {
      if (isDone && !team) form.reset();
      setSaved(isDone && team !== undefined);
    });
  };
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <Field
        label={t("name")}
        name="name"
        required
        maxLength={120}
        autoComplete="off"
        defaultValue={team?.name}
        hint={team ? undefined : t("nameHint")}
        error={fields.name}
      />
      <fieldset className="grid gap-1.5">
        <legend className="mb-1.5 text-small font-strong">{t("days")}</legend>
        <div className="flex flex-wrap gap-1.5">
          {days.map((day) => (
            <label
              key={day}
              className="relative flex min-h-9 cursor-pointer items-center rounded-control border border-line-strong bg-raised px-2.5 text-small has-checked:border-accent has-checked:bg-accent has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
            >
              <input
                type="checkbox"
                name="days"
                value={day}
                defaultChecked={schedule?.weekdays.includes(day)}
                aria-label={t(`dayNames.${day}`)}
                className="absolute inset-0 cursor-pointer appearance-none outline-none"
              />
              <span aria-hidden>{t(`dayLetters.${day}`)}</span>
            </label>
          ))}
        </div>
        <p className="text-small text-ink-muted">{t("noSchedule")}</p>
      </fieldset>
      <Field
        label={t("time")}
        name="time"
        type="time"
        required
        defaultValue={`${twoDigits((schedule ?? NEW).hour)}:${twoDigits((schedule ?? NEW).minute)}`}
        error={fields.poll_schedule}
      />
      <SelectField label={t("clock")} name="clock" defaultValue={team?.clock ?? "person"}>
        <option value="person">{t("clocks.person")}</option>
        <option value="team">{t("clocks.team")}</option>
      </SelectField>
      <Field
        label={t("timeZone")}
        name="time_zone"
        required
        maxLength={60}
        autoComplete="off"
        value={zone}
        onChange={(event) => setZone(event.target.value)}
        hint={t("timeZoneHint")}
        error={fields.time_zone}
      />
      <Field
        label={t("slackChannel")}
        name="slack_channel"
        maxLength={255}
        autoComplete="off"
        defaultValue={team?.slackChannel}
        hint={t("slackChannelHint")}
        error={fields.slack_channel}
      />
      <fieldset className="grid">
        <legend className="mb-1 text-small font-strong">{t("members")}</legend>
        {people.map(({ id, name }) => (
          <label key={id} className="flex min-h-8 items-center gap-2.5 text-body">
            <Checkbox name="members" value={id} defaultChecked={team?.memberIds.includes(id)} />
            {isolateText(name)}
          </label>
        ))}
        {team && team.others > 0 && (
          <p className="mt-1 text-small text-ink-muted">{t("othersToo", { count: team.others })}</p>
        )}
      </fieldset>
      <FormError>{error}</FormError>
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" disabled={isBusy}>
          {t(team ? "save" : "register")}
        </Button>
        <span role="status" className="text-small text-ink-muted">
          {isSaved && t("saved")}
        </span>
      </div>
    </form>
  );
}

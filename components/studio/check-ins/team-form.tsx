"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { CheckField, Field, FormError } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { useSubmit } from "#components/ui/use-submit.ts";
import { CalendarField } from "./calendar-field.tsx";
import { FreeDaysField } from "./free-days-field.tsx";
import { type Account, MembersField, type SlackOption } from "./members-field.tsx";
import { QuestionsField } from "./questions-field.tsx";
import { ScheduleFields } from "./schedule-fields.tsx";
import { bodyOf, draftOf, type FormTeam, newTeam, type TeamDraft } from "./team-draft.ts";
import { TeamPreview } from "./team-preview.tsx";
import { useTeamPreview } from "./use-team-preview.ts";

type TeamFormProps = {
  tenant: string;
  accounts: Account[];
  /** People in Slack; null while it is not connected. */
  slackPeople: SlackOption[] | null;
  /** The person who fills in the form: the first member of a new team. */
  viewer: Account;
  /** The team to change; unset: a new one. */
  team?: FormTeam;
};

/** Registers a team or changes one, beside what its schedule means for its people. */
export function TeamForm({ tenant, accounts, slackPeople, viewer, team }: TeamFormProps) {
  const t = useTranslations("checkIns");
  const router = useRouter();
  const { isBusy, error, fields, run } = useSubmit();
  const [isSaved, setSaved] = useState(false);
  const [draft, setDraft] = useState<TeamDraft>(() => (team ? draftOf(team) : withMember(viewer)));
  const change = (changes: Partial<TeamDraft>) => {
    setSaved(false);
    setDraft((before) => ({ ...before, ...changes }));
  };
  // The server does not know the browser's zone.
  useEffect(() => {
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!team) setDraft((before) => ({ ...before, timeZone }));
  }, [team]);
  const preview = useTeamPreview(tenant, draft);
  const freeDays = new Map(draft.calendar?.days.map(({ date, name }) => [date, name]));
  const panel = <TeamPreview preview={preview} freeDays={freeDays} />;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSaved(false);
    const body = bodyOf(draft);
    const teams = `/admin/${tenant}/teams`;
    void run(async () => {
      if (team) await callApi(`/api${teams}/${encodeURIComponent(team.teamId)}`, { method: "PATCH", body });
      else await callApi(`/api${teams}`, { method: "POST", body });
      if (!team) router.push(teams);
      router.refresh();
    }).then((isDone) => setSaved(isDone && team !== undefined));
  };
  return (
    <div className="grid grid-cols-1 gap-x-12 xl:grid-cols-[minmax(0,36rem)_minmax(0,22rem)]">
      <form className="grid min-w-0 max-w-2xl gap-10" method="post" onSubmit={submit}>
        <ZoneNames />
        <Section title={t("team")}>
          <Field
            label={t("name")}
            required
            maxLength={120}
            autoComplete="off"
            value={draft.name}
            hint={team ? undefined : t("nameHint")}
            error={fields.name}
            onChange={(event) => change({ name: event.target.value })}
          />
          <Field
            label={t("slackChannel")}
            maxLength={255}
            autoComplete="off"
            value={draft.slackChannel}
            hint={t("slackChannelHint")}
            error={fields.slack_channel}
            onChange={(event) => change({ slackChannel: event.target.value })}
          />
        </Section>
        <Section title={t("members")}>
          <MembersField
            members={draft.members}
            accounts={accounts}
            slackPeople={slackPeople}
            teamZone={draft.timeZone}
            error={errorUnder(fields, "members")}
            onChange={(members) => change({ members })}
          />
        </Section>
        <Section title={t("when")}>
          <ScheduleFields draft={draft} errors={fields} onChange={change} />
        </Section>
        <div className="xl:hidden">{panel}</div>
        <Section title={t("questions")}>
          <QuestionsField
            questions={draft.questions}
            error={errorUnder(fields, "questions")}
            onChange={(questions) => change({ questions })}
          />
          <CheckField
            label={t("askMood")}
            hint={t("askMoodHint")}
            checked={draft.mood}
            onChange={(event) => change({ mood: event.target.checked })}
          />
        </Section>
        <Section title={t("freeDays")}>
          <p className="text-small text-pretty text-ink-muted">{t("freeDaysLead")}</p>
          <FreeDaysField
            days={draft.freeDays}
            error={errorUnder(fields, "free_days")}
            onChange={(days) => change({ freeDays: days })}
          />
          <CalendarField
            tenant={tenant}
            calendar={draft.calendar}
            onChange={(calendar) => change({ calendar })}
          />
        </Section>
        <div className="grid gap-3 border-t border-line pt-6">
          <FormError>{error}</FormError>
          <div className="flex items-center gap-3">
            <Button type="submit" variant="primary" disabled={isBusy}>
              {t(team ? "save" : "register")}
            </Button>
            <span role="status" className="text-small text-ink-muted">
              {isSaved && t("saved")}
            </span>
          </div>
        </div>
      </form>
      <div className="hidden xl:block">
        <div className="sticky top-8">{panel}</div>
      </div>
    </div>
  );
}

const withMember = ({ id, name }: Account): TeamDraft => ({
  ...newTeam,
  members: [{ personId: id, name, slackUser: "", timeZone: null, reminders: true }],
});

/** The first error of a list or of one of its entries. */
function errorUnder(fields: Record<string, string>, name: string): string | undefined {
  return Object.entries(fields).find(([path]) => path === name || path.startsWith(`${name}.`))?.[1];
}

/** Suggests zones as one types. Only in the browser, because the list is long. */
function ZoneNames() {
  const isHydrated = useHydrated();
  return (
    <datalist id="time-zones">
      {isHydrated && Intl.supportedValuesOf("timeZone").map((zone) => <option key={zone} value={zone} />)}
    </datalist>
  );
}

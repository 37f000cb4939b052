"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { CheckField, FormError } from "#components/ui/field.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import type { AnswerableTeam } from "#lib/status/studio/list-answerable.ts";
import type { RoundView } from "#lib/status/studio/round-view.ts";
import type { BoardMember } from "#lib/status/studio/team-board.ts";
import { AnswerForm } from "./answer-form.tsx";
import { AwayDialog } from "./away-dialog.tsx";
import { useMembership } from "./use-membership.ts";
import { placeOf } from "./use-moment.ts";

type OwnCheckInProps = {
  tenant: string;
  team: AnswerableTeam;
  own: BoardMember;
  teamZone: string;
  clock: "team" | "person";
  /** The open round; null without one. */
  round: RoundView | null;
};

/** The viewer's own part in a team: answer, skip, be away, and how they are asked. */
export function OwnCheckIn({ tenant, team, own, teamZone, clock, round }: OwnCheckInProps) {
  const t = useTranslations("checkIns");
  const format = useFormatter();
  const { isBusy, error, change } = useMembership(tenant, team.teamId);
  const [isAsking, setAsking] = useState(false);
  const isIn = ({ personId }: { personId: string }) => personId === own.personId;
  const answer = round?.answered.find(isIn);
  const isWaitedFor = round?.missing.some(isIn) ?? false;
  const until = own.away?.until;
  const day = (date: string) =>
    format.dateTime(new Date(`${date}T00:00:00Z`), { timeZone: "UTC", dateStyle: "long" });
  return (
    <section aria-labelledby="own" className="grid gap-5 rounded-2xl border border-line bg-raised p-5">
      <h2 id="own" className="font-semibold">
        {t("ownCheckIn")}
      </h2>
      {own.isAway && (
        <div className="grid gap-3 rounded-xl bg-sunken px-4 py-3 text-small">
          <p>{until ? t("youAreAwayUntil", { day: day(until) }) : t("youAreAway")}</p>
          <Button className="w-fit" disabled={isBusy} onClick={() => void change({ do: "back" })}>
            {t("imBack")}
          </Button>
        </div>
      )}
      {answer ? (
        <div className="grid gap-3">
          <p className="text-ink-soft">{t("youAnswered")}</p>
          <Link
            href={`/admin/${tenant}/updates/${encodeURIComponent(answer.updateId ?? "")}`}
            className={buttonClass("outline", "w-fit no-underline")}
          >
            {t("openYourUpdate")}
          </Link>
        </div>
      ) : (
        !own.isAway && <AnswerForm tenant={tenant} teams={[team]} />
      )}
      <FormError>{error}</FormError>
      {!own.isAway && (
        <div className="flex flex-wrap gap-2">
          {isWaitedFor && (
            <Button disabled={isBusy} onClick={() => void change({ do: "skip" })}>
              {t("skipToday")}
            </Button>
          )}
          <Button disabled={isBusy} onClick={() => setAsking(true)}>
            {t("imAway")}
          </Button>
        </div>
      )}
      <div className="grid gap-3 border-t border-line pt-4 empty:hidden">
        {own.hasSlack && (
          <CheckField
            label={t("remindMe")}
            hint={t("remindMeHint")}
            checked={own.reminders}
            disabled={isBusy}
            onChange={(event) => void change({ do: "remind", reminders: event.target.checked })}
          />
        )}
        {clock === "person" && !own.hasSlack && (
          <OwnZone
            zone={own.timeZone ?? teamZone}
            isBusy={isBusy}
            onChange={(timeZone) => void change({ do: "move", time_zone: timeZone })}
          />
        )}
      </div>
      <AwayDialog
        title={t("imAwayTitle")}
        body={t("imAwayBody")}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={(last) => void change({ do: "away", until: last })}
      />
    </section>
  );
}

type OwnZoneProps = { zone: string; isBusy: boolean; onChange: (timeZone: string) => void };

/** Whose clock counts for someone who is not asked in Slack, which knows their zone. */
function OwnZone({ zone, isBusy, onChange }: OwnZoneProps) {
  const t = useTranslations("checkIns");
  const isHydrated = useHydrated();
  const here = isHydrated ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
  return (
    <div className="grid gap-2 text-small">
      <p className="text-ink-muted">{t("askedAtZone", { place: placeOf(zone) })}</p>
      {here !== zone && (
        <Button className="w-fit" disabled={isBusy} onClick={() => onChange(here)}>
          {t("useZone", { place: placeOf(here) })}
        </Button>
      )}
    </div>
  );
}

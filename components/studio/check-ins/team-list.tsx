import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { TeamBoard } from "#lib/status/studio/team-board.ts";
import { NextAsk } from "./next-ask.tsx";
import { RoundHead } from "./round-head.tsx";
import { RoundSummary } from "./round-summary.tsx";
import { TeamFacts } from "./team-facts.tsx";

type TeamListProps = { tenant: string; teams: TeamBoard[]; mayChange: boolean; zone: string; now: Date };

/** Teams, each with its round at a glance. */
export function TeamList({ teams, ...props }: TeamListProps) {
  return (
    <ul className="grid gap-4">
      {teams.map((team) => (
        <li key={team.teamId} className="rounded-2xl border border-line bg-raised">
          {team.kind === "active" ? (
            <TeamCard team={team} {...props} />
          ) : (
            <ArchivedTeam tenant={props.tenant} team={team} />
          )}
        </li>
      ))}
    </ul>
  );
}

type TeamCardProps = Omit<TeamListProps, "teams"> & { team: TeamBoard };

function TeamCard({ tenant, team, mayChange, zone, now }: TeamCardProps) {
  const t = useTranslations("checkIns");
  const { round, members } = team;
  const page = `/admin/${tenant}/teams/${encodeURIComponent(team.teamId)}`;
  return (
    <article aria-label={isolateText(team.name)} className="grid gap-4 p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <div className="min-w-0">
          <h2 className="truncate font-semibold">
            <Link href={page} className="underline-offset-[0.2em] hover:underline">
              <bdi>{team.name}</bdi>
            </Link>
          </h2>
          <TeamFacts team={team} />
        </div>
        {mayChange && (
          <Link
            href={`${page}/settings`}
            aria-label={t("settingsNamed", { name: isolateText(team.name) })}
            className="text-small font-strong text-accent underline-offset-[0.2em] hover:underline"
          >
            {t("settings")}
          </Link>
        )}
      </div>
      {members.length === 0 ? (
        <p className="text-small text-ink-muted">{t(mayChange ? "noMembersYet" : "noMembers")}</p>
      ) : (
        round && (
          <div className="grid gap-3 border-t border-line pt-4">
            <RoundHead team={{ ...team, round }} zone={zone} now={now} />
            <RoundSummary tenant={tenant} round={round} />
          </div>
        )
      )}
      <p className="border-t border-line pt-3 text-small text-ink-muted">
        <NextAsk team={team} zone={zone} now={now} />
      </p>
    </article>
  );
}

function ArchivedTeam({ tenant, team }: { tenant: string; team: TeamBoard }) {
  const t = useTranslations("checkIns");
  return (
    <div className="flex flex-wrap items-center gap-2 px-5 py-3">
      <Link
        href={`/admin/${tenant}/updates?team=${encodeURIComponent(team.teamId)}`}
        aria-label={t("updatesOf", { name: isolateText(team.name) })}
        className="min-w-0 truncate text-ink-soft underline-offset-[0.2em] hover:underline"
      >
        <bdi>{team.name}</bdi>
      </Link>
      <Badge>{t("archived")}</Badge>
    </div>
  );
}

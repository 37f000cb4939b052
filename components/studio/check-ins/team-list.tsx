import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { TeamView } from "#lib/status/list-teams.ts";
import { readSchedule } from "./schedule-text.ts";

type TeamListProps = { base: string; teams: (TeamView & { updates: number })[]; mayChange: boolean };

export function TeamList({ base, teams, mayChange }: TeamListProps) {
  const t = useTranslations("checkIns");
  const format = useFormatter();
  return (
    <RowList>
      {teams.map((team) => {
        const schedule = readSchedule(team.pollSchedule, t);
        const updates = `${base}/updates?team=${encodeURIComponent(team.teamId)}`;
        return (
          <li key={team.teamId} className="relative transition-colors hover:bg-surface">
            <div className="min-w-0 flex-1 basis-60">
              <p className="flex items-center gap-2">
                <Link
                  href={updates}
                  aria-label={t("updatesOf", { name: isolateText(team.name) })}
                  className="truncate font-strong after:absolute after:inset-0"
                >
                  {team.name}
                </Link>
                {team.kind === "archived" && <Badge>{t("archived")}</Badge>}
              </p>
              <p className="truncate text-small text-ink-muted">
                {schedule ? t("schedule", schedule) : t("notAsked")}
                {team.slackChannel && ` · ${team.slackChannel}`}
              </p>
              {team.members.length > 0 && (
                <p className="truncate text-small text-ink-muted">
                  {format.list(team.members.map(({ name }) => isolateText(name)))}
                </p>
              )}
            </div>
            <p className="flex flex-wrap gap-x-4 text-small text-ink-muted">
              {team.members.length === 0 && <span>{t("membersCount", { count: 0 })}</span>}
              <span>{t("wroteToday", { count: team.updates })}</span>
            </p>
            {mayChange && team.kind === "active" && (
              <Link
                href={`${base}/teams/${encodeURIComponent(team.teamId)}`}
                aria-label={t("settingsNamed", { name: isolateText(team.name) })}
                className="relative text-small font-strong text-accent hover:underline"
              >
                {t("settings")}
              </Link>
            )}
          </li>
        );
      })}
    </RowList>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { orNotFound, requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { viewerZone } from "#app/_server/pages/viewer-zone.ts";
import { DigestNote } from "#components/studio/check-ins/digest-note.tsx";
import { MemberList } from "#components/studio/check-ins/member-list.tsx";
import { NextAsk } from "#components/studio/check-ins/next-ask.tsx";
import { OwnCheckIn } from "#components/studio/check-ins/own-check-in.tsx";
import { RoundHead } from "#components/studio/check-ins/round-head.tsx";
import { RoundSummary } from "#components/studio/check-ins/round-summary.tsx";
import { TeamFacts } from "#components/studio/check-ins/team-facts.tsx";
import { UpdateList } from "#components/studio/check-ins/update-list.tsx";
import { ZoneNote } from "#components/studio/check-ins/zone-note.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { crumbClass, PageHead } from "#components/ui/page-head.tsx";
import { Section } from "#components/ui/section.tsx";
import { allows } from "#lib/access/permissions.ts";
import { localDate } from "#lib/core/local-time.ts";
import { listUpdates } from "#lib/status/list-updates.ts";
import { findMood } from "#lib/status/mood/find-mood.ts";
import { getDigestState } from "#lib/status/studio/get-digest-state.ts";
import { listAnswerable } from "#lib/status/studio/list-answerable.ts";
import { getTeamBoard } from "#lib/status/studio/team-board.ts";

type Props = { params: Promise<{ tenant: string; team: string }> };

const LATEST = 5;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkIns"))("team") };
}

export default async function Page({ params }: Props) {
  const { tenant, team: name } = await params;
  const list = `/admin/${tenant}/teams`;
  const { ctx, role, person } = await requireMember(tenant, "checkins:read", `${list}/${name}`);
  const [t, zone] = await Promise.all([getTranslations("checkIns"), viewerZone()]);
  const team = await orNotFound(getTeamBoard(ctx, decodeURIComponent(name)));
  const { teamId, round, members } = team;
  const mayWrite = allows(role, "checkins:write");
  const viewer = { personId: person.userId, timeZone: zone };
  const own = members.find(({ personId }) => personId === person.userId);
  const [latest, digest, mood, [answerable]] = await Promise.all([
    listUpdates(ctx, { team: teamId }, viewer),
    round ? getDigestState(ctx, teamId, round.date) : null,
    round ? findMood(ctx, { teamId, date: round.date }) : null,
    mayWrite && own ? listAnswerable(ctx, person.userId, teamId) : [],
  ]);
  const updates = latest.updates.slice(0, LATEST);
  const allUpdates = `/admin/${tenant}/updates?${new URLSearchParams({ team: teamId })}`;
  return (
    <Texts of={["checkIns"]} timeZone={zone}>
      <PageHead
        title={
          <span className="flex flex-wrap items-center gap-2.5">
            <bdi className="wrap-anywhere">{team.name}</bdi>
            {team.kind === "archived" && <Badge>{t("archived")}</Badge>}
          </span>
        }
        lead={<TeamFacts team={team} />}
        crumb={
          <Link href={list} className={crumbClass}>
            {t("teams")}
          </Link>
        }
      >
        {mayWrite && team.kind === "active" && (
          <Link
            href={`${list}/${encodeURIComponent(teamId)}/settings`}
            className={buttonClass("outline", "no-underline")}
          >
            {t("settings")}
          </Link>
        )}
      </PageHead>
      <div className="grid grid-cols-1 gap-x-10 gap-y-9 xl:grid-cols-[minmax(0,1fr)_22rem] xl:grid-rows-[auto_1fr]">
        <div className="grid min-w-0 content-start gap-9 xl:row-span-2">
          {team.kind === "active" && (
            <section
              aria-label={t("round")}
              className="grid gap-4 rounded-2xl border border-line bg-raised p-5"
            >
              {round ? (
                <>
                  <RoundHead team={{ ...team, round }} zone={zone} now={ctx.now()} />
                  <RoundSummary tenant={tenant} round={round} mood={mood} />
                </>
              ) : (
                <p className="text-small text-ink-muted">{t("noRoundYet")}</p>
              )}
              {digest && team.slackChannel && (
                <DigestNote
                  tenant={tenant}
                  channel={team.slackChannel}
                  digest={digest}
                  mayManageSlack={allows(role, "workspace:write")}
                />
              )}
              <p className="border-t border-line pt-3 text-small text-ink-muted">
                <NextAsk team={team} zone={zone} now={ctx.now()} />
              </p>
            </section>
          )}
          <Section title={t("latestUpdates")}>
            {updates.length === 0 ? (
              <p className="text-ink-muted">{t("noUpdatesOfTeam")}</p>
            ) : (
              <>
                <UpdateList
                  tenant={tenant}
                  updates={updates}
                  today={localDate(ctx.now(), zone)}
                  mayWrite={mayWrite}
                  mayModerate={allows(role, "workspace:write")}
                  level={3}
                />
                <Link href={allUpdates} className={buttonClass("outline", "justify-self-start no-underline")}>
                  {t("allUpdates")}
                </Link>
              </>
            )}
          </Section>
          <ZoneNote zone={zone} />
        </div>
        {own && answerable && (
          <div className="max-xl:order-first">
            <OwnCheckIn
              tenant={tenant}
              team={answerable}
              own={own}
              teamZone={team.timeZone}
              clock={team.clock}
              round={round?.kind === "open" ? round : null}
            />
          </div>
        )}
        {team.kind === "active" && (
          <MemberList
            tenant={tenant}
            teamId={teamId}
            teamZone={team.timeZone}
            members={members}
            viewer={person.userId}
            mayWrite={mayWrite}
          />
        )}
      </div>
    </Texts>
  );
}

"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { FormError } from "#components/ui/field.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { Section } from "#components/ui/section.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { BoardMember } from "#lib/status/studio/team-board.ts";
import { AwayDialog } from "./away-dialog.tsx";
import { useMembership } from "./use-membership.ts";
import { placeOf } from "./use-moment.ts";

type MemberListProps = {
  tenant: string;
  teamId: string;
  teamZone: string;
  members: BoardMember[];
  /** The id of the person who looks. */
  viewer: string;
  mayWrite: boolean;
};

/** Who is in a team, who is away, and for editors the buttons that say so. */
export function MemberList({ tenant, teamId, teamZone, members, viewer, mayWrite }: MemberListProps) {
  const t = useTranslations("checkIns");
  const { isBusy, error, change } = useMembership(tenant, teamId);
  const [asked, setAsked] = useState<BoardMember | null>(null);
  const name = isolateText(asked?.name ?? "");
  return (
    <Section title={t("members")}>
      {members.length === 0 ? (
        <p className="text-small text-ink-muted">{t(mayWrite ? "noMembersYet" : "noMembers")}</p>
      ) : (
        <RowList>
          {members.map((member) => (
            <MemberRow
              key={member.personId}
              member={member}
              teamZone={teamZone}
              isOwn={member.personId === viewer}
              mayWrite={mayWrite}
              isBusy={isBusy}
              onAway={() => setAsked(member)}
              onBack={() => void change({ do: "back", person_id: member.personId })}
            />
          ))}
        </RowList>
      )}
      <FormError>{error}</FormError>
      <AwayDialog
        // Another person's dialog begins empty.
        key={asked?.personId ?? ""}
        title={t("awayTitle", { name })}
        body={t("awayBody")}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        onConfirm={(until) => asked && void change({ do: "away", person_id: asked.personId, until })}
      />
    </Section>
  );
}

type MemberRowProps = {
  member: BoardMember;
  teamZone: string;
  isOwn: boolean;
  mayWrite: boolean;
  isBusy: boolean;
  onAway: () => void;
  onBack: () => void;
};

function MemberRow({ member, teamZone, isOwn, mayWrite, isBusy, onAway, onBack }: MemberRowProps) {
  const t = useTranslations("checkIns");
  const format = useFormatter();
  const { away, timeZone, hasSlack } = member;
  const name = isolateText(member.name);
  const day = (date: string) =>
    format.dateTime(new Date(`${date}T00:00:00Z`), { timeZone: "UTC", month: "short", day: "numeric" });
  const facts = [
    ...(isOwn ? [t("you")] : []),
    ...(timeZone && timeZone !== teamZone ? [placeOf(timeZone)] : []),
    ...(hasSlack ? [t("inSlack")] : []),
    ...(hasSlack && !member.reminders ? [t("noReminders")] : []),
  ];
  return (
    <li>
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <bdi className="truncate text-body">{member.name}</bdi>
          {member.isAway && (
            <Badge>{away?.until ? t("awayUntil", { day: day(away.until) }) : t("away")}</Badge>
          )}
        </p>
        {facts.length > 0 && <p className="truncate text-small text-ink-muted">{facts.join(" · ")}</p>}
      </div>
      {mayWrite && !isOwn && (
        <Button
          variant="link"
          className="text-small"
          disabled={isBusy}
          aria-label={t(member.isAway ? "backNamed" : "awayNamed", { name })}
          onClick={member.isAway ? onBack : onAway}
        >
          {t(member.isAway ? "isBack" : "setAwayShort")}
        </Button>
      )}
    </li>
  );
}

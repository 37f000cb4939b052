import { Check, CircleDashed, type LucideIcon, Palmtree, SkipForward } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { MoodCounts } from "#lib/status/mood/find-mood.ts";
import type { RoundPerson, RoundView } from "#lib/status/studio/round-view.ts";

type Group = "missing" | "answered" | "away" | "skipped";
const looks: Record<Group, { icon: LucideIcon; className: string }> = {
  missing: { icon: CircleDashed, className: "border-dashed border-ink-muted bg-raised font-strong text-ink" },
  answered: { icon: Check, className: "border-transparent bg-accent-wash text-ink" },
  away: { icon: Palmtree, className: "border-transparent bg-sunken text-ink-soft" },
  skipped: { icon: SkipForward, className: "border-transparent bg-sunken text-ink-soft" },
};

type RoundSummaryProps = {
  tenant: string;
  round: RoundView;
  /** Of a closed round that asked for it; null with too few answers. */
  mood?: MoodCounts | null;
};

/** Who has to answer still, who answered, who is away or skipped. */
export function RoundSummary({ tenant, round, mood }: RoundSummaryProps) {
  const t = useTranslations("checkIns");
  const groups = (["missing", "answered", "away", "skipped"] as const).filter(
    (group) => round[group].length > 0,
  );
  return (
    <dl className="grid gap-x-4 gap-y-2.5 sm:grid-cols-[8.5rem_minmax(0,1fr)]">
      {groups.map((group) => (
        <div key={group} className="grid gap-1 sm:col-span-2 sm:grid-cols-subgrid">
          <dt className="pt-0.75 text-small text-ink-muted">
            {t(group === "missing" && round.kind === "closed" ? "groups.unanswered" : `groups.${group}`)}
          </dt>
          <dd>
            <ul className="flex flex-wrap gap-1.5">
              {round[group].map((person) => (
                <li key={person.personId}>
                  <PersonChip tenant={tenant} group={group} person={person} isOpen={round.kind === "open"} />
                </li>
              ))}
            </ul>
          </dd>
        </div>
      ))}
      {mood && (
        <div className="grid gap-1 sm:col-span-2 sm:grid-cols-subgrid">
          <dt className="text-small text-ink-muted">{t("mood")}</dt>
          <dd className="flex flex-wrap gap-x-4 text-small">
            {mood.map((one) => (
              <span key={one.mood}>
                {t(`moods.${one.mood}`)} <b className="font-strong tabular-nums">{one.count}</b>
              </span>
            ))}
          </dd>
        </div>
      )}
    </dl>
  );
}

type PersonChipProps = { tenant: string; group: Group; person: RoundPerson; isOpen: boolean };

/** An answer's chip leads to it. */
function PersonChip({ tenant, group, person, isOpen }: PersonChipProps) {
  const t = useTranslations("checkIns");
  const { icon: Icon, className } = looks[group];
  const chip = `relative inline-flex max-w-full items-center gap-1.5 rounded-full border px-2.5 py-0.5 text-small [&_svg]:size-3.5 [&_svg]:flex-none ${className}`;
  const note = noteOn(group, person, isOpen);
  const content = (
    <>
      <Icon aria-hidden />
      <bdi className="truncate">{person.name}</bdi>
      {note && <span className="font-normal text-note text-ink-muted">{t(`notes.${note}`)}</span>}
    </>
  );
  return person.updateId === null ? (
    <span className={chip}>{content}</span>
  ) : (
    <Link
      href={`/admin/${tenant}/updates/${encodeURIComponent(person.updateId)}`}
      className={`${chip} underline-offset-[0.2em] hover:underline`}
    >
      {content}
    </Link>
  );
}

function noteOn(group: Group, person: RoundPerson, isOpen: boolean): "late" | "snoozed" | "later" | null {
  if (group === "answered") return person.isLate ? "late" : null;
  if (group !== "missing" || !isOpen) return null;
  return person.snoozedUntil ? "snoozed" : person.isAsked ? null : "later";
}

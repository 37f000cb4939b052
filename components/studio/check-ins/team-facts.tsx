import { useTranslations } from "next-intl";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { TeamBoard } from "#lib/status/studio/team-board.ts";
import { readSchedule } from "./schedule-text.ts";
import { placeOf } from "./use-moment.ts";

type TeamFactsProps = { team: Pick<TeamBoard, "pollSchedule" | "clock" | "timeZone" | "slackChannel"> };

/** A team's schedule and channel in a line. */
export function TeamFacts({ team: { pollSchedule, clock, timeZone, slackChannel } }: TeamFactsProps) {
  const t = useTranslations("checkIns");
  const schedule = readSchedule(pollSchedule, t);
  const facts = [
    schedule
      ? t(clock === "person" ? "schedulePerson" : "scheduleTeam", { ...schedule, place: placeOf(timeZone) })
      : t("notAsked"),
    ...(slackChannel ? [isolateText(slackChannel)] : []),
  ];
  return <p className="text-small text-pretty text-ink-muted">{facts.join(" · ")}</p>;
}

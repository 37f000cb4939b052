import { useFormatter, useTranslations } from "next-intl";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { TeamBoard } from "#lib/status/studio/team-board.ts";
import { readSchedule } from "./schedule-text.ts";
import { placeOf } from "./use-moment.ts";

type TeamFactsProps = { team: Pick<TeamBoard, "pollSchedule" | "clock" | "timeZone" | "slackChannel"> };

/** A team's schedule and channel in a line. */
export function TeamFacts({ team: { pollSchedule, clock, timeZone, slackChannel } }: TeamFactsProps) {
  const t = useTranslations("checkIns");
  const format = useFormatter();
  const schedule = readSchedule(pollSchedule, t);
  const clockTime = (time: string) =>
    format.dateTime(new Date(`2000-01-01T${time}:00Z`), { timeStyle: "short", timeZone: "UTC" });
  const facts = [
    schedule
      ? t(clock === "person" ? "schedulePerson" : "scheduleTeam", {
          days: schedule.days,
          time: clockTime(schedule.time),
          place: placeOf(timeZone),
        })
      : t("notAsked"),
    ...(slackChannel ? [isolateText(slackChannel)] : []),
  ];
  return <p className="text-small text-pretty text-ink-muted">{facts.join(" · ")}</p>;
}

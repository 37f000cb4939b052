import { useFormatter, useTranslations } from "next-intl";
import { localDate } from "#lib/core/local-time.ts";
import type { TeamBoard } from "#lib/status/studio/team-board.ts";
import { useMoment } from "./use-moment.ts";

type RoundHeadProps = {
  team: Pick<TeamBoard, "isCurrent" | "timeZone"> & { round: NonNullable<TeamBoard["round"]> };
  zone: string;
  now: Date;
};

/** Which round it is, how many answered, and when it closes or closed. */
export function RoundHead({ team: { round, isCurrent, timeZone }, zone, now }: RoundHeadProps) {
  const t = useTranslations("checkIns");
  const format = useFormatter();
  const moment = useMoment(now);
  const { answered, missing, kind, date, closesAt } = round;
  const day = format.dateTime(new Date(`${date}T00:00:00Z`), {
    timeZone: "UTC",
    weekday: "long",
    month: "long",
    day: "numeric",
  });
  const isToday = isCurrent && date === localDate(now, timeZone);
  const count = t("answeredOf", { answered: answered.length, all: answered.length + missing.length });
  return (
    <p className="flex flex-wrap items-baseline gap-x-2.5 text-small text-ink-muted">
      <b className="font-strong text-ink">{isToday ? t("todaysRound") : t("roundOf", { day })}</b>
      <span>{count}</span>
      <span>{kind === "open" ? t("closes", { moment: moment(closesAt, zone) }) : t("closed")}</span>
    </p>
  );
}

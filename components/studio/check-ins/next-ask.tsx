import { useTranslations } from "next-intl";
import type { TeamBoard } from "#lib/status/studio/team-board.ts";
import { placeOf, useMoment } from "./use-moment.ts";

type NextAskProps = { team: Pick<TeamBoard, "nextAt" | "timeZone">; zone: string; now: Date };

/** When a team begins to ask next: by the viewer's clock, and by the team's where that shows another time. */
export function NextAsk({ team: { nextAt, timeZone }, zone, now }: NextAskProps) {
  const t = useTranslations("checkIns");
  const moment = useMoment(now);
  if (nextAt === null) return <>{t("neverAsks")}</>;
  const [own, theirs] = [moment(nextAt, zone), moment(nextAt, timeZone)];
  return (
    <>
      {own === theirs
        ? t("nextAsk", { moment: own })
        : t("nextAskThere", { moment: own, there: theirs, place: placeOf(timeZone) })}
    </>
  );
}

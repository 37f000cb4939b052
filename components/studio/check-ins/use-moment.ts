import { useFormatter, useTranslations } from "next-intl";
import { addDays, localDate } from "#lib/core/local-time.ts";

/** Formats a moment in a zone by its day as people say it: "Today, 9:30 AM". */
export function useMoment(now: Date): (iso: string, timeZone: string) => string {
  const t = useTranslations("checkIns");
  const format = useFormatter();
  return (iso, timeZone) => {
    const at = new Date(iso);
    const time = format.dateTime(at, { timeStyle: "short", timeZone });
    const [day, today] = [localDate(at, timeZone), localDate(now, timeZone)];
    if (day === today) return t("moments.today", { time });
    if (day === addDays(today, 1)) return t("moments.tomorrow", { time });
    return format.dateTime(at, {
      timeZone,
      weekday: "short",
      month: "short",
      day: "numeric",
      hour: "numeric",
      minute: "2-digit",
    });
  };
}

/** The place that a zone is named after, such as "New York". */
export function placeOf(timeZone: string): string {
  return (timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " ");
}

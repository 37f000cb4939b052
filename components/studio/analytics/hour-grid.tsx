import { useFormatter, useTranslations } from "next-intl";
import { Section } from "#components/ui/section.tsx";

/** From none to the most. */
const shades = [
  "bg-sunken",
  "bg-series-1/20",
  "bg-series-1/40",
  "bg-series-1/60",
  "bg-series-1/80",
  "bg-series-1",
] as const;
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const weekdays = [1, 2, 3, 4, 5, 6, 7];

/** How many questions came in each hour of the week. The table is the chart. */
export function HourGrid({
  counts,
}: {
  counts: readonly { weekday: number; hour: number; count: number }[];
}) {
  const t = useTranslations("analytics");
  const format = useFormatter();
  const byPlace = new Map(counts.map(({ weekday, hour, count }) => [weekday * 24 + hour, count]));
  const most = Math.max(1, ...byPlace.values());
  // 5 January 2026 was a Monday.
  const nameOf = (weekday: number, style: "short" | "long") =>
    format.dateTime(new Date(Date.UTC(2026, 0, 4 + weekday)), { weekday: style, timeZone: "UTC" });
  return (
    <Section title={t("charts.hours")} className="content-start">
      <table className="w-full table-fixed border-separate border-spacing-px text-note">
        <thead>
          <tr>
            <th scope="col" className="w-10 text-start font-normal text-ink-muted">
              <span className="sr-only">{t("weekday")}</span>
            </th>
            {hours.map((hour) => (
              <th key={hour} scope="col" className="text-start font-normal text-ink-muted">
                <span className={hour % 6 === 0 ? undefined : "sr-only"}>{hour}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weekdays.map((weekday) => (
            <tr key={weekday}>
              <th scope="row" className="text-start font-normal text-ink-muted">
                {nameOf(weekday, "short")}
              </th>
              {hours.map((hour) => {
                const count = byPlace.get(weekday * 24 + hour) ?? 0;
                return (
                  <td
                    key={hour}
                    className={`h-5 rounded-xs ${shades[Math.ceil((count / most) * (shades.length - 1))]}`}
                    title={t("hourOf", { weekday: nameOf(weekday, "long"), hour, count })}
                  >
                    <span className="sr-only">{count}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

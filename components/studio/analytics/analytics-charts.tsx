import { useTranslations } from "next-intl";
import type { Report } from "#lib/analytics/report.ts";
import { DayBars, DayLines } from "./day-chart.tsx";
import { HourGrid } from "./hour-grid.tsx";
import { ModelCosts } from "./model-costs.tsx";
import { useMeasure } from "./use-measure.ts";

/** The charts of a period, drawn by the server, each with its values as a table. */
export function AnalyticsCharts({ report, hasCost }: { report: Report; hasCost: boolean }) {
  const t = useTranslations("analytics");
  const measure = useMeasure();
  const { now, days } = report;
  const costs: Record<string, number> = {};
  for (const { costByModel } of days)
    for (const [model, cost] of Object.entries(costByModel)) costs[model] = (costs[model] ?? 0) + cost;
  const { length } = days;
  return (
    <>
      <p className="-mb-6 text-small text-ink-muted">{t("unfinished")}</p>
      <div className="grid min-w-0 gap-10 wide:grid-cols-2">
        <DayBars
          title={t("charts.answers")}
          summary={t("summaries.answers", {
            cited: measure("cited", now.cited),
            declined: measure("declined", now.declined),
            uncited: measure("uncited", now.uncited),
            days: length,
          })}
          series={[
            { key: "cited", label: t("series.cited"), color: "one" },
            { key: "declined", label: t("series.declined"), color: "two" },
            { key: "uncited", label: t("series.uncited"), color: "three" },
            { key: "other", label: t("series.other"), color: "four" },
          ]}
          rows={days.map(({ day, cited, declined, uncited, other }) => ({
            day,
            values: { cited, declined, uncited, other },
          }))}
          write={(value) => measure("answers", value)}
        />
        <DayLines
          title={t("charts.firstWord")}
          summary={t("summaries.firstWord", {
            half: measure("firstWord", now.firstWordP50),
            most: measure("firstWord", now.firstWordP95),
          })}
          series={[
            { key: "half", label: t("series.half"), color: "one" },
            { key: "most", label: t("series.most"), color: "two" },
          ]}
          rows={days.map(({ day, firstWordP50, firstWordP95 }) => ({
            day,
            values: { half: firstWordP50, most: firstWordP95 },
          }))}
          write={(value) => measure("firstWord", value)}
        />
        <HourGrid counts={report.hours} />
        {hasCost && (
          <DayBars
            title={t("charts.cost")}
            summary={t("summaries.cost", { cost: measure("costMicros", now.costMicros), days: length })}
            series={[{ key: "cost", label: t("series.cost"), color: "one" }]}
            rows={days.map(({ day, costMicros }) => ({ day, values: { cost: costMicros } }))}
            write={(value) => measure("costMicros", value)}
          />
        )}
        {hasCost && Object.keys(costs).length > 0 && <ModelCosts costs={costs} />}
      </div>
    </>
  );
}

import { scaleLinear } from "d3-scale";
import { useTranslations } from "next-intl";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { useMeasure } from "./use-measure.ts";

const MOST = 10;
const WIDTH = 96;

/** What each model cost, the most expensive first: a table with a bar in each row. */
export function ModelCosts({ costs }: { costs: Readonly<Record<string, number>> }) {
  const t = useTranslations("analytics");
  const measure = useMeasure();
  const all = Object.entries(costs).sort(
    ([one, cost], [other, less]) => less - cost || one.localeCompare(other),
  );
  const rows = all.slice(0, MOST);
  const width = scaleLinear([0, rows[0]?.[1] || 1], [0, WIDTH]);
  return (
    <Section title={t("charts.models")} className="content-start">
      {all.length > MOST && (
        <p className="text-small text-ink-muted">{t("summaries.topOf", { shown: MOST, all: all.length })}</p>
      )}
      <Table
        rows={rows}
        keyOf={([model]) => model}
        columns={[
          { key: "model", head: t("charts.models"), cell: ([model]) => model },
          {
            key: "bar",
            head: <span className="sr-only">{t("charts.cost")}</span>,
            cell: ([, cost]) => (
              <svg aria-hidden width={WIDTH} height={10} className="block">
                <rect width={width(cost)} height={10} rx={2} className="fill-series-1" />
              </svg>
            ),
          },
          {
            key: "cost",
            head: t("series.cost"),
            isNumeric: true,
            cell: ([, cost]) => measure("costMicros", cost),
          },
        ]}
      />
    </Section>
  );
}

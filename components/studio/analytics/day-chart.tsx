import { scaleBand, scaleLinear, scalePoint } from "d3-scale";
import { line, stack } from "d3-shape";
import { useFormatter, useTranslations } from "next-intl";
import { Table } from "#components/ui/table.tsx";
import type { LocalDate } from "#lib/core/local-time.ts";
import { ChartFrame, colors, HEIGHT, type Series, WIDTH } from "./chart-frame.tsx";

type Row = { day: LocalDate; values: Record<string, number | null> };
type Props = {
  title: string;
  summary: string;
  series: readonly Series[];
  /** The last one is today, which is not over. */
  rows: readonly Row[];
  write: (value: number | null) => string;
};

function useDays(rows: readonly Row[]) {
  const format = useFormatter();
  const name = (day: LocalDate) =>
    format.dateTime(new Date(`${day}T12:00:00Z`), { day: "numeric", month: "short", timeZone: "UTC" });
  const [first, middle, last] = [rows[0], rows[Math.floor(rows.length / 2)], rows.at(-1)];
  return { name, times: [first, middle, last].flatMap((row) => (row ? [name(row.day)] : [])) };
}

function DayTable({
  series,
  rows,
  write,
  name,
}: Pick<Props, "series" | "rows" | "write"> & { name: (day: string) => string }) {
  const t = useTranslations("analytics");
  return (
    <Table
      rows={rows.toReversed()}
      keyOf={({ day }) => day}
      columns={[
        { key: "day", head: t("day"), cell: ({ day }) => name(day) },
        ...series.map(({ key, label }) => ({
          key,
          head: label,
          isNumeric: true,
          cell: ({ values }: Row) => write(values[key] ?? null),
        })),
      ]}
    />
  );
}

const scaleTo = (most: number) => scaleLinear([0, most || 1], [HEIGHT, 0]).nice(4);

/** A bar for each day, made of its series. Without a value it is zero. */
export function DayBars({ title, summary, series, rows, write }: Props) {
  const { name, times } = useDays(rows);
  const keys = series.map(({ key }) => key);
  const layers = stack<Row>()
    .keys(keys)
    .value((row, key) => row.values[key] ?? 0)([...rows]);
  const y = scaleTo(Math.max(0, ...layers.flatMap((layer) => layer.map(([, top]) => top))));
  const x = scaleBand(
    rows.map(({ day }) => day),
    [0, WIDTH],
  ).padding(0.2);
  const today = rows.at(-1)?.day;
  return (
    <ChartFrame
      {...{ title, summary, series, y, times }}
      tick={write}
      table={<DayTable {...{ series, rows, write, name }} />}
    >
      {layers.map((layer, at) => {
        const { key, label, color } = series[at] as Series;
        return (
          <g key={key} className={colors[color].fill}>
            {layer.map(([from, to], index) => {
              const row = rows[index] as Row;
              if (to <= from) return null;
              const isOpen = row.day === today;
              return (
                <rect
                  key={row.day}
                  x={x(row.day)}
                  width={x.bandwidth()}
                  y={y(to)}
                  height={y(from) - y(to)}
                  className={isOpen ? colors[color].stroke : undefined}
                  fillOpacity={isOpen ? 0.45 : 1}
                  strokeDasharray={isOpen ? "4 3" : undefined}
                  vectorEffect="non-scaling-stroke"
                >
                  <title>{`${name(row.day)}, ${label}: ${write(to - from)}`}</title>
                </rect>
              );
            })}
          </g>
        );
      })}
    </ChartFrame>
  );
}

/** A line for each series, straight from day to day. A day without a value is a gap. */
export function DayLines({ title, summary, series, rows, write }: Props) {
  const { name, times } = useDays(rows);
  const valuesOf = (key: string) => rows.map(({ values }) => values[key] ?? null);
  const y = scaleTo(Math.max(0, ...series.flatMap(({ key }) => valuesOf(key).map((value) => value ?? 0))));
  const x = scalePoint(
    rows.map(({ day }) => day),
    [0, WIDTH],
  );
  const path = (key: string) =>
    line<Row>()
      .defined(({ values }) => values[key] != null)
      .x(({ day }) => x(day) ?? 0)
      .y(({ values }) => y(values[key] ?? 0));
  return (
    <ChartFrame
      {...{ title, summary, series, y, times }}
      tick={write}
      table={<DayTable {...{ series, rows, write, name }} />}
    >
      {series.map(({ key, label, color }) => (
        <g key={key} className={`${colors[color].stroke} fill-none`}>
          <path d={path(key)(rows.slice(0, -1)) ?? ""} strokeWidth={2} vectorEffect="non-scaling-stroke" />
          <path
            d={path(key)(rows.slice(-2)) ?? ""}
            strokeWidth={2}
            strokeDasharray="4 3"
            vectorEffect="non-scaling-stroke"
          />
          {rows.map(({ day, values }) =>
            values[key] == null ? null : (
              <path
                key={day}
                d={`M${x(day)} ${y(values[key])}h0`}
                strokeWidth={6}
                strokeLinecap="round"
                vectorEffect="non-scaling-stroke"
              >
                <title>{`${name(day)}, ${label}: ${write(values[key])}`}</title>
              </path>
            ),
          )}
        </g>
      ))}
    </ChartFrame>
  );
}

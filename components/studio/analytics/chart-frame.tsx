import type { ScaleLinear } from "d3-scale";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useId } from "react";
import { SectionTitle } from "#components/ui/section.tsx";

/** Height of the drawing in pixels. Its width is that of the page: shapes stretch, texts do not. */
export const HEIGHT = 192;
export const WIDTH = 1_000;
const AXIS_WIDTH = 52;

export type Series = { key: string; label: string; color: keyof typeof colors };
export const colors = {
  one: { fill: "fill-series-1", stroke: "stroke-series-1", dot: "bg-series-1" },
  two: { fill: "fill-series-2", stroke: "stroke-series-2", dot: "bg-series-2" },
  three: { fill: "fill-series-3", stroke: "stroke-series-3", dot: "bg-series-3" },
  four: { fill: "fill-series-4", stroke: "stroke-series-4", dot: "bg-series-4" },
};

type Props = {
  title: string;
  /** What the chart shows, in a sentence. */
  summary: string;
  series: readonly Series[];
  y: ScaleLinear<number, number>;
  tick: (value: number) => string;
  /** Texts at the start, the middle and the end of the time axis. */
  times: readonly string[];
  table: ReactNode;
  children: ReactNode;
};

/** A chart with its axes, its legend, and the same values as a table. */
export function ChartFrame({ title, summary, series, y, tick, times, table, children }: Props) {
  const t = useTranslations("analytics");
  const id = useId();
  const ticks = y.ticks(4);
  return (
    <section aria-labelledby={id} className="grid min-w-0 content-start gap-3">
      <SectionTitle id={id}>{title}</SectionTitle>
      <p className="text-small text-pretty text-ink-muted">{summary}</p>
      {series.length > 1 && (
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small">
          {series.map(({ key, label, color }) => (
            <li key={key} className="inline-flex items-center gap-1.5">
              <span aria-hidden className={`size-2.5 rounded-xs ${colors[color].dot}`} />
              {label}
            </li>
          ))}
        </ul>
      )}
      <div className="flex min-w-0">
        <svg aria-hidden width={AXIS_WIDTH} height={HEIGHT + 12} className="-my-1.5 shrink-0">
          {ticks.map((value) => (
            <text
              key={value}
              x={AXIS_WIDTH - 8}
              y={y(value) + 6}
              className="fill-ink-muted text-note"
              textAnchor="end"
              dominantBaseline="middle"
            >
              {tick(value)}
            </text>
          ))}
        </svg>
        <div className="min-w-0 flex-1">
          <svg
            role="img"
            aria-label={`${title}. ${summary}`}
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            width="100%"
            height={HEIGHT}
            className="block overflow-visible"
          >
            {ticks.map((value) => (
              <line
                key={value}
                x1={0}
                x2={WIDTH}
                y1={y(value)}
                y2={y(value)}
                className="stroke-line"
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {children}
          </svg>
          <p aria-hidden className="mt-1.5 flex justify-between text-note text-ink-muted">
            {times.map((time) => (
              <span key={time}>{time}</span>
            ))}
          </p>
        </div>
      </div>
      <details>
        <summary className="cursor-pointer text-small text-ink-muted hover:text-ink">{t("table")}</summary>
        <div className="mt-2 max-h-96 overflow-y-auto">{table}</div>
      </details>
    </section>
  );
}

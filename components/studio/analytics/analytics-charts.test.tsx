import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import messages from "#i18n/en.json" with { type: "json" };
import { type Day, figuresOf, type Report } from "#lib/analytics/report.ts";
import { addDays } from "#lib/core/local-time.ts";
import { AnalyticsCharts } from "./analytics-charts.tsx";

const none = figuresOf([]);

function draw(days: Day[]): string {
  const now = { people: 0, ...none, cited: 12 };
  const report: Report = { now, before: { people: 0, ...none }, days, hours: [], timeZone: "UTC" };
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={messages}>
      <AnalyticsCharts report={report} hasCost />
    </NextIntlClientProvider>,
  );
}

const day = (at: number, more: Partial<Day> = {}): Day => ({
  day: addDays("2026-11-01", at),
  ...none,
  ...more,
});
/** The drawing of a chart. */
const chart = (html: string, title: string) =>
  new RegExp(`aria-label="${title}[^"]*".*?</svg>`, "s").exec(html)?.[0] ?? "";

describe("AnalyticsCharts", () => {
  it("19: has a name, a sentence and a table for each chart, and no inline styles", () => {
    const html = draw([
      day(0, { cited: 3, firstWordP50: 400, firstWordP95: 900, costByModel: { m: 5 } }),
      day(1),
    ]);
    const titles = [...html.matchAll(/<h2[^>]*>([^<]+)<\/h2>/g)].map(([, title]) => title);
    expect(titles).toEqual([
      "Answers by source",
      "Time to the first word",
      "Questions by hour of the week",
      "Cost",
      "Cost by model",
    ]);
    expect(html.match(/<table/g)).toHaveLength(titles.length);
    expect(html.match(/role="img" aria-label="[^"]+\.[^"]+"/g)).toHaveLength(3);
    expect(html).not.toContain("style=");
  });

  it("20: shows the ten most expensive of 200 models, and says so", () => {
    const costByModel = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`model-${at}`, at]));
    const html = draw([day(0, { costByModel })]);
    expect(html).toContain("Top 10 of 200");
    expect(html).toContain("model-199");
    expect(html).not.toContain(">model-189<");
  });

  it("leaves a gap where there was no answer, and draws zero where nothing was counted", () => {
    const times = [500, 600, null, 700, 800];
    const html = draw(times.map((time, at) => day(at, { firstWordP50: time, cited: at })));
    const [path = ""] = /d="M[^"]+L[^"]+"/.exec(chart(html, "Time to the first word")) ?? [];
    // Two pieces: before the gap, and after it.
    expect(path.match(/M/g)).toHaveLength(2);
    expect(chart(html, "Answers by source").match(/<rect/g)).toHaveLength(4);
  });

  it("dashes the day that is not over", () => {
    const html = chart(draw([day(0, { cited: 1 }), day(1, { cited: 2 })]), "Answers by source");
    expect(html.match(/stroke-dasharray/g)).toHaveLength(1);
  });

  it("stands an empty period, and one of a single day", () => {
    expect(draw([])).not.toContain("NaN");
    expect(draw([day(0)])).not.toContain("NaN");
  });
});

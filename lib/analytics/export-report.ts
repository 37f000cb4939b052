import type { Report } from "./report.ts";

export const reportFormats = ["csv", "json"] as const;
export type ReportFormat = (typeof reportFormats)[number];

const columns = [
  "day",
  "conversations",
  "questions",
  "cited",
  "declined",
  "uncited",
  "other",
  "ratedUp",
  "ratedDown",
  "citationsOpened",
  "startersUsed",
  "gapsAnswered",
  "takenOver",
  "firstWordP50",
  "firstWordP95",
  "costMicros",
] as const;

/**
 * Writes a report as a file: CSV has a line for each day, JSON all of it. Times are in milliseconds, costs in
 * millionths of a dollar.
 */
export function exportReport(report: Report, format: ReportFormat): string {
  if (format === "json") return `${JSON.stringify(report, null, 2)}\n`;
  const lines = report.days.map((day) => columns.map((column) => day[column] ?? "").join(","));
  return `${[columns.join(","), ...lines].join("\r\n")}\r\n`;
}

/** The report without costs, for members who may not see them. */
export function withoutCosts(report: Report): Report {
  return {
    ...report,
    now: { ...report.now, costMicros: 0 },
    before: { ...report.before, costMicros: 0 },
    days: report.days.map((day) => ({ ...day, costMicros: 0, costByModel: {} })),
  };
}

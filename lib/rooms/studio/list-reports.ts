import type { Context } from "#lib/context/context.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { presentReport } from "../moderation/present-report.ts";
import { listReportRows } from "../queries/reports.ts";
import type { ReportState } from "../schema.ts";
import type { WireReport } from "../wire.ts";

const PAGE = 50;

export type StudioReport = WireReport & { state: ReportState; room: { code: string; title: string } };
export type ReportPage = { reports: StudioReport[]; before: Id<"rep"> | null };

/** Lists reports of all rooms, newest first. `before`: the id from which the next page continues. */
export async function listReports(
  ctx: Context,
  { state, before }: { state: ReportState; before: string | null },
): Promise<ReportPage> {
  const from = before !== null && isId("rep", before) ? before : null;
  const rows = await listReportRows(ctx, { state, before: from }, PAGE + 1);
  const shown = rows.slice(0, PAGE);
  return {
    reports: shown.map((row) => ({ ...presentReport(row), state: row.report.state, room: row.room })),
    before: rows.length > PAGE ? (shown.at(-1)?.report.id ?? null) : null,
  };
}

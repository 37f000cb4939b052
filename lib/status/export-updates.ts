import type { Context } from "#lib/context/context.ts";
import { csvLine } from "./csv-line.ts";
import { readUpdateQuery, type UpdateQuery } from "./list-updates.ts";
import { findTeams, findUpdates, type ReadUpdate } from "./queries/reads.ts";

export const exportFormats = ["csv", "json"] as const;
export type ExportFormat = (typeof exportFormats)[number];

const PAGE = 500;
/** Spreadsheets read the file as UTF-8 only with it. */
const BYTE_ORDER_MARK = "\uFEFF";

type Exported = {
  update_id: string;
  team_id: string;
  team: string;
  author: string;
  content: string;
  /** ISO timestamps in UTC. */
  created_at: string;
  edited_at: string | null;
  /** The round it answers. */
  round: string | null;
};
const columns = [
  "created_at",
  "team",
  "author",
  "content",
  "round",
  "edited_at",
  "update_id",
  "team_id",
] as const satisfies (keyof Exported)[];

/**
 * All updates that a filter finds, the newest first, in pieces of bounded size.
 * @param options.page updates in one piece
 */
export async function* exportUpdates(
  ctx: Context,
  query: UpdateQuery,
  { format, timeZone, page: size = PAGE }: { format: ExportFormat; timeZone: string; page?: number },
): AsyncGenerator<string> {
  const isCsv = format === "csv";
  yield isCsv ? BYTE_ORDER_MARK + csvLine(columns) : "[";
  let isFirst = true;
  for await (const page of pagesOf(ctx, query, timeZone, size)) {
    if (isCsv) yield page.map((one) => csvLine(columns.map((name) => one[name]))).join("");
    else yield `${isFirst ? "" : ","}\n${page.map((one) => JSON.stringify(one)).join(",\n")}`;
    isFirst = false;
  }
  if (!isCsv) yield "\n]\n";
}

async function* pagesOf(
  ctx: Context,
  query: UpdateQuery,
  timeZone: string,
  size: number,
): AsyncGenerator<Exported[]> {
  const names = new Map((await findTeams(ctx)).map(({ teamId, name }) => [teamId, name]));
  let filter = await readUpdateQuery(ctx, query, timeZone);
  for (;;) {
    const rows = await findUpdates(ctx, { ...filter, limit: size });
    if (rows.length > 0) yield rows.map((row) => toExported(row, names.get(row.teamId) ?? row.teamId));
    const last = rows.at(-1);
    if (!last || rows.length < size) return;
    filter = { ...filter, olderThan: last };
  }
}

const toExported = (row: ReadUpdate, team: string): Exported => ({
  update_id: row.updateId,
  team_id: row.teamId,
  team,
  author: row.author,
  content: row.content,
  created_at: row.createdAt.toISOString(),
  edited_at: row.editedAt?.toISOString() ?? null,
  round: row.roundDate,
});

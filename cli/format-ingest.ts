import type { IngestReport } from "./ingest-place.ts";
import { plain } from "./plain.ts";
import { describeSeconds } from "./progress.ts";
import type { Walk } from "./walk-folder.ts";

const FAILURES_SHOWN = 50;

/** "Skipped 7 other files: 4 .css, 2 .png, 1 without extension."; null when there are none. */
export function describeLeftOut({
  leftOut,
  strayLinks,
}: Pick<Walk, "leftOut" | "strayLinks">): string | null {
  const kinds = [...leftOut].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const files = kinds.reduce((sum, [, count]) => sum + count, 0);
  const shown = kinds.slice(0, 8).map(([extension, count]) => `${count} ${extension || "without extension"}`);
  if (kinds.length > shown.length) shown.push("…");
  const parts = [
    files > 0 ? `Skipped ${files} other ${files === 1 ? "file" : "files"}: ${shown.join(", ")}.` : null,
    strayLinks > 0
      ? `Skipped ${strayLinks} ${strayLinks === 1 ? "link that is" : "links that are"} broken or outside the folder.`
      : null,
  ].filter(Boolean);
  return parts.length > 0 ? plain(parts.join("\n")) : null;
}

export function pagesPerSecond({ created, replaced, seconds }: IngestReport): number {
  return seconds > 0 ? (created + replaced) / seconds : 0;
}

/** The summary for a person: what happened, in one paragraph of short lines. */
export function describeReport(report: IngestReport): string {
  const { created, replaced, unchanged, deleted, failed, chunks, notSent, seconds } = report;
  const counts = `${created} added, ${replaced} updated, ${unchanged} unchanged, ${deleted} deleted, ${failed.length} failed`;
  const rate = created + replaced > 0 ? ` (${pagesPerSecond(report).toFixed(1)} files/s)` : "";
  const time = seconds < 60 ? `${seconds.toFixed(1)} s` : describeSeconds(seconds);
  const lines = [counts, `${countPassages(chunks)} in ${time}${rate}`];
  if (report.hiding.length > 0) lines.push(describeHiding(report.hiding));
  if (report.keptBecause) lines.push(report.keptBecause);
  if (notSent > 0) lines.push(`${notSent} not sent. Run the same command again to continue.`);
  return lines.join("\n");
}

/** The interface calls chunks passages. */
export const countPassages = (chunks: number) => `${chunks} ${chunks === 1 ? "passage" : "passages"}`;

const HIDING_SHOWN = 5;

function describeHiding(paths: string[]): string {
  const named = paths.slice(0, HIDING_SHOWN).map(plain).join(", ");
  const more = paths.length > HIDING_SHOWN ? ` and ${paths.length - HIDING_SHOWN} more` : "";
  const contain = paths.length === 1 ? "contains" : "contain";
  return `${named}${more} ${contain} hidden text, which was removed and is not searched.`;
}

export function describeFailures({ failed }: Pick<IngestReport, "failed">): string {
  const lines = failed
    .slice(0, FAILURES_SHOWN)
    .map(({ path, reason }) => `  ${plain(path)}: ${plain(reason)}`);
  if (failed.length > lines.length)
    lines.push(`  and ${failed.length - lines.length} more (--json lists all)`);
  return ["Failed:", ...lines].join("\n");
}

import type { TurnChunk } from "../schema.ts";
import { type LogEntry, readLogRow } from "./log-entry.ts";

const VISIBLE = new Set<TurnChunk["type"]>([
  "text-delta",
  "data-retract",
  "data-citation",
  "data-card",
  "data-skill",
]);

/** Returns the entries of the newest epoch of a turn's log with visible output. */
export function visibleEntries(rows: { epoch: number; chunks: string }[]): LogEntry[] {
  const byEpoch = Map.groupBy(rows, ({ epoch }) => epoch);
  for (const [, own] of [...byEpoch].reverse()) {
    const entries = own
      .flatMap(({ chunks }) => readLogRow(chunks))
      .filter(({ chunk }) => VISIBLE.has(chunk.type));
    if (entries.some(({ chunk }) => chunk.type !== "data-skill")) return entries;
  }
  return [];
}

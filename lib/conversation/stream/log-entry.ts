import type { TurnChunk } from "../schema.ts";
import type { QuotedPassage } from "../turn/turn.ts";

/** A chunk as the log stores it. `quote`: the passage of a citation, which readers do not get. */
export type LogEntry = { chunk: TurnChunk; quote?: QuotedPassage };

export function writeLogEntry({ chunk, quote }: LogEntry): string {
  return JSON.stringify(quote ? { ...chunk, quote } : chunk);
}

/** Parses one row of the log. */
export function readLogRow(chunks: string): LogEntry[] {
  return (JSON.parse(chunks) as (TurnChunk & { quote?: QuotedPassage })[]).map(({ quote, ...chunk }) => ({
    chunk: chunk as TurnChunk,
    quote,
  }));
}

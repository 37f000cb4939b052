import type { QuotedPassage } from "../queries/turn-end.ts";
import type { TurnChunk } from "../schema.ts";

/** A chunk as the log keeps it. A citation brings the passage behind it, which readers are not given. */
export type LogEntry = { chunk: TurnChunk; quote?: QuotedPassage };

export function writeLogEntry({ chunk, quote }: LogEntry): string {
  return JSON.stringify(quote ? { ...chunk, quote } : chunk);
}

/** The entries of one row of the log. */
export function readLogRow(chunks: string): LogEntry[] {
  return (JSON.parse(chunks) as (TurnChunk & { quote?: QuotedPassage })[]).map(({ quote, ...chunk }) => ({
    chunk: chunk as TurnChunk,
    quote,
  }));
}

import type { BackedUpTable } from "./manifest.ts";

/** A database opened for copying: one connection with one session, without time limits. */
export type CopyDatabase = {
  readonly isEmbedded: boolean;
  /** Text without values may hold several statements; the rows are those of the last. */
  query<T = Record<string, unknown>>(text: string, values?: unknown[]): Promise<{ rows: T[] }>;
  /** The rows in COPY's text format, in pieces of any length. */
  copyOut(table: BackedUpTable): AsyncIterable<Uint8Array>;
  /** Takes chunks of whole rows. */
  copyIn(table: BackedUpTable, chunks: AsyncIterable<Buffer>): Promise<void>;
  close(): Promise<void>;
};

/** Values must read the same on every server, whatever its settings are. */
export const SESSION = `
  set timezone = 'UTC';
  set datestyle = 'ISO, MDY';
  set intervalstyle = 'postgres';
  set extra_float_digits = 1;
  set bytea_output = 'hex';
  set statement_timeout = 0;
  set idle_in_transaction_session_timeout = 0;
  set lock_timeout = '5s';`;

export function columnList({ columns }: BackedUpTable): string {
  return columns.map((name) => `"${name}"`).join(", ");
}

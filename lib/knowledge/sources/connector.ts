import type { Context } from "#lib/context/context.ts";
import type { CrawlInput } from "../crawling/crawl.ts";
import type { SourceRow } from "../queries/sources.ts";
import type { SyncReport } from "../schema.ts";

/** How one kind of source works. Its name is in `source-kinds.ts`, its label in `i18n/en.json`. */
export type Connector = {
  holds: "documents" | "curatedAnswers";
  /** The origin as it is stored. @throws ZodError if it is not valid */
  readOrigin(origin: string): string;
  /** Null: a source that is filled through Studio and the API only. Loaded later, as a job's handler is. */
  loadSync: (() => Promise<Sync>) | null;
};

/** Brings a source up to date with its origin. @returns null when the sync was canceled or superseded */
export type Sync = (ctx: Context, source: SourceRow, run: SyncRun) => Promise<SyncEnd | null>;

export type Web = Pick<CrawlInput, "fetchPage" | "delayMs" | "sleep">;
export type SyncRun = {
  signal: AbortSignal;
  web: Web;
  /** @returns false when the sync was canceled or superseded, and must stop */
  saveReport(report: SyncReport): Promise<boolean>;
};
export type SyncEnd = { state: "ready" | "failed"; reason: string | null; report: SyncReport | null };

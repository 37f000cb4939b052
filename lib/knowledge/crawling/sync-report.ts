import type { SyncReport } from "../schema.ts";
import type { CrawlEvent } from "./crawl.ts";

const MAX_LISTED = 200;

export function emptyReport(): SyncReport {
  return {
    changed: 0,
    unchanged: 0,
    removed: 0,
    skipped: [],
    failed: [],
    skippedCount: 0,
    failedCount: 0,
    bytes: 0,
    seconds: 0,
  };
}

/** Counts an event. Only the first skipped and failed pages are listed. */
export function addToReport(report: SyncReport, event: CrawlEvent): void {
  switch (event.type) {
    case "page":
      report.changed += 1;
      return;
    case "unchanged":
      report.unchanged += 1;
      return;
    case "skipped":
      report.skippedCount += 1;
      if (report.skipped.length < MAX_LISTED) report.skipped.push({ url: event.url, reason: event.reason });
      return;
    case "failed":
      report.failedCount += 1;
      if (report.failed.length < MAX_LISTED) report.failed.push({ url: event.url, reason: event.reason });
      return;
    case "gone":
    case "end":
      return;
    default:
      event satisfies never;
  }
}

import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { fetchPublic } from "#lib/core/outbound.ts";
import type { JobHandler, JobRun } from "#lib/jobs/define-job.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { validators } from "../ingestion/fetch-document.ts";
import { pipelineName } from "../ingestion/put-document.ts";
import { requestIngestion } from "../ingestion/request-ingestion.ts";
import { syncSourceJob } from "../jobs.ts";
import { findDocumentByPath, savePageFacts } from "../queries/documents.ts";
import {
  claimSync,
  endSync,
  findSource,
  listPaths,
  type SourceRow,
  type SyncClaim,
  saveSyncReport,
} from "../queries/sources.ts";
import { crawlSettings, type SyncReport } from "../schema.ts";
import { deleteDocument } from "../sources/delete-document.ts";
import { cancelSync } from "./cancel-sync.ts";
import type { CrawlEnd, CrawlEvent, CrawlInput } from "./crawl.ts";
import { crawlSite } from "./crawl-site.ts";
import { requestSync } from "./request-sync.ts";
import { addToReport, emptyReport } from "./sync-report.ts";

const MINUTE_MS = 60_000;
const REPORT_INTERVAL_MS = 1_000;
const INTERRUPTED = "The sync was interrupted several times. Start it again.";

type Web = Pick<CrawlInput, "fetchPage" | "delayMs" | "sleep">;
type Run = Pick<JobRun, "signal">;

/**
 * Syncs a web source. New and changed pages are queued as ingestions and pages that are gone are removed.
 * Pages that were not seen are removed only after a complete crawl.
 */
export async function syncSource(
  ctx: Context,
  claim: SyncClaim,
  run: Run,
  web: Web = { fetchPage: fetchPublic },
): Promise<void> {
  const source = await claimSync(ctx, claim);
  if (!source) return;
  if (source.kind === "page") {
    await requestIngestion(ctx, { sourceId: source.id, url: source.origin });
    return finish(ctx, claim, { state: "ready", reason: null, report: null });
  }
  const report = emptyReport();
  const end = await crawl(ctx, claim, source, { report, run, web });
  if (!end) return;
  const isEmpty = end.pages === 0;
  Object.assign(report, { bytes: end.bytes, seconds: end.seconds });
  await finish(ctx, claim, {
    state: isEmpty ? "failed" : "ready",
    reason: end.complete && !isEmpty ? null : end.reason,
    report,
  });
}

export const handler: JobHandler<{ sourceId: Id<"src">; revision: number }> = {
  run: (ctx, claim, run) => syncSource(ctx, claim, run),
  giveUp: (ctx, claim) => finish(ctx, claim, { state: "failed", reason: INTERRUPTED, report: null }),
  async again(ctx, { sourceId }) {
    await requestSync(ctx, sourceId);
  },
  async cancel(ctx, { sourceId }) {
    await cancelSync(ctx, sourceId);
  },
};

type Work = { report: SyncReport; run: Run; web: Web };

/** @returns null when the sync was canceled or superseded */
async function crawl(
  ctx: Context,
  claim: SyncClaim,
  source: SourceRow,
  { report, run, web }: Work,
): Promise<CrawlEnd | null> {
  const { maxPages, maxDepth, include, exclude } = crawlSettings.catch({}).parse(source.settings);
  const seen = new Set<string>();
  let reportedAt = performance.now();
  const events = crawlSite({
    start: source.origin,
    kind: source.kind === "sitemap" ? "sitemap" : "site",
    limits: { ...(maxPages && { maxPages }), ...(maxDepth !== undefined && { maxDepth }) },
    include,
    exclude,
    known: knownPages(ctx, source.id),
    signal: run.signal,
    ...web,
  });
  for await (const event of events) {
    run.signal.throwIfAborted();
    if (event.type === "end") {
      // Last check of the claim: a canceled crawl must not remove documents.
      if (!(await saveSyncReport(ctx, claim, report))) return null;
      if (event.complete) report.removed += await removeUnseen(ctx, source.id, seen);
      return event;
    }
    const isGone = event.type === "gone" || (event.type === "skipped" && event.isWithdrawn);
    if (isGone) report.removed += (await removePage(ctx, source.id, event.url)) ? 1 : 0;
    else seen.add(event.url);
    addToReport(report, event.type === "page" ? await ingestPage(ctx, source, event) : event);
    if (performance.now() - reportedAt > REPORT_INTERVAL_MS) {
      reportedAt = performance.now();
      if (!(await saveSyncReport(ctx, claim, report))) return null;
    }
  }
  return null;
}

type PageEvent = Extract<CrawlEvent, { type: "page" }>;

const pageFactsOf = ({ response, links, bodyHash }: PageEvent) => ({
  ...validators(response),
  links,
  bodyHash,
});

/** Same bytes as last time, although the server did not say so. Only its validators are stored. */
async function isUnchanged(ctx: Context, { id }: SourceRow, event: PageEvent): Promise<boolean> {
  const known = await knownPages(ctx, id)(event.url);
  if (known?.bodyHash !== event.bodyHash) return false;
  const document = await findDocumentByPath(ctx, id, event.url);
  if (document) await savePageFacts(ctx, { ...document, ...pageFactsOf(event) });
  return document !== null;
}

/** Queues a page as an ingestion unless it is unchanged. @returns the resulting event */
async function ingestPage(ctx: Context, source: SourceRow, event: PageEvent): Promise<CrawlEvent> {
  const { url, depth, response } = event;
  if (await isUnchanged(ctx, source, event)) return { type: "unchanged", url, depth };
  const contentType = response.headers.get("content-type") ?? "";
  const page = { path: url, bytes: response.body, contentType, page: pageFactsOf(event) };
  try {
    await requestIngestion(ctx, { sourceId: source.id, ...page });
    return event;
  } catch (error) {
    if (!(error instanceof ParleyError) || error.code === "unavailable") throw error;
    return { type: "failed", url, reason: error.message, retryable: false };
  }
}

/**
 * Looks up stored pages. A page prepared by an older parser or another model counts as unknown, so it is
 * fetched in full.
 */
function knownPages(ctx: Context, sourceId: Id<"src">): NonNullable<CrawlInput["known"]> {
  const source = findSource(ctx, sourceId);
  return async (url) => {
    const [document, owner] = await Promise.all([findDocumentByPath(ctx, sourceId, url), source]);
    if (!document || !owner || document.pipeline !== pipelineName(owner.language)) return null;
    const page = (document.page ?? {}) as { links?: string[]; bodyHash?: string | null };
    const { etag, lastModified } = document;
    return { etag, lastModified, links: page.links ?? [], bodyHash: page.bodyHash ?? null };
  };
}

async function removeUnseen(ctx: Context, sourceId: Id<"src">, seen: Set<string>): Promise<number> {
  let removed = 0;
  for (const path of await listPaths(ctx, sourceId)) {
    if (!seen.has(path) && (await removePage(ctx, sourceId, path))) removed += 1;
  }
  return removed;
}

async function removePage(ctx: Context, sourceId: Id<"src">, path: string): Promise<boolean> {
  try {
    await deleteDocument(ctx, { sourceId, path });
    return true;
  } catch (error) {
    if (error instanceof ParleyError && error.code === "not_found") return false;
    throw error;
  }
}

/** Stores the end of a sync and enqueues the next one in one transaction. */
async function finish(ctx: Context, claim: SyncClaim, ending: Parameters<typeof endSync>[2]): Promise<void> {
  await transactionWithJobs(ctx, [syncSourceJob], async (tx, enqueue) => {
    const ended = await endSync(tx, claim, ending);
    if (!ended?.syncMinutes) return;
    await enqueue(syncSourceJob, claim, {
      after: new Date(tx.now().getTime() + ended.syncMinutes * MINUTE_MS),
    });
  });
}

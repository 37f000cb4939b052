import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { validators } from "../ingestion/fetch-document.ts";
import { pipelineName } from "../ingestion/put-document.ts";
import { requestIngestion } from "../ingestion/request-ingestion.ts";
import { findDocumentByPath, savePageFacts } from "../queries/documents.ts";
import { findSource, listPaths, type SourceRow } from "../queries/sources.ts";
import { crawlSettings, type SyncReport } from "../schema.ts";
import type { Sync, SyncRun } from "../sources/connector.ts";
import { deleteDocument } from "../sources/delete-document.ts";
import { countRequests } from "./count-requests.ts";
import type { CrawlEnd, CrawlEvent, CrawlInput } from "./crawl.ts";
import { crawlSite } from "./crawl-site.ts";
import { addToReport, emptyReport } from "./sync-report.ts";

const REPORT_INTERVAL_MS = 1_000;

/**
 * Crawls a source. New and changed pages are queued as ingestions and pages that are gone are removed. Pages
 * that were not seen are removed only after a complete crawl.
 */
export const syncSite: Sync = async (ctx, source, run) => {
  const report = emptyReport();
  const end = await crawl(ctx, source, run, report);
  if (!end) return null;
  const isEmpty = end.pages === 0;
  Object.assign(report, { bytes: end.bytes, seconds: end.seconds });
  return {
    state: isEmpty ? "failed" : "ready",
    reason: end.complete && !isEmpty ? null : end.reason,
    report,
  };
};

/** @returns null when the sync was canceled or superseded */
async function crawl(
  ctx: Context,
  source: SourceRow,
  run: SyncRun,
  report: SyncReport,
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
    ...run.web,
    ...countRequests(ctx, run.web.fetchPage),
  });
  for await (const event of events) {
    run.signal.throwIfAborted();
    if (event.type === "end") {
      // Last check: a canceled crawl must not remove documents.
      if (!(await run.saveReport(report))) return null;
      if (event.complete) report.removed += await removeUnseen(ctx, source.id, seen);
      return event;
    }
    const isGone = event.type === "gone" || (event.type === "skipped" && event.isWithdrawn);
    if (isGone) report.removed += (await removePage(ctx, source.id, event.url)) ? 1 : 0;
    else seen.add(event.url);
    addToReport(report, event.type === "page" ? await ingestPage(ctx, source, event) : event);
    if (performance.now() - reportedAt > REPORT_INTERVAL_MS) {
      reportedAt = performance.now();
      if (!(await run.saveReport(report))) return null;
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

import { conditionalHeaders } from "../ingestion/fetch-document.ts";
import { FILE_MAX_BYTES } from "../media-types.ts";
import { classifyResponse, crawledTypes } from "./classify-response.ts";
import type { KnownPage } from "./crawl.ts";
import {
  BECAME_PRIVATE,
  type CrawlEvents,
  type CrawlState,
  failPage,
  followLinks,
  skipPage,
} from "./crawl-state.ts";
import { followRedirect } from "./follow-redirect.ts";
import { processPage, processUnchangedPage } from "./process-page.ts";
import type { Visit } from "./url-frontier.ts";

/** Requests one address, yields its outcome and adds its links to the frontier. */
export async function* visitPage(site: CrawlState, visit: Visit): CrawlEvents {
  const { url } = visit;
  if (!site.scope.contains(url)) return yield skipPage(url, "scope", "It is outside this site.", true);
  const robots = await site.robotsFor(url);
  if ("closed" in robots) {
    // No request was sent, so this does not count as a failure of the site.
    site.incompleteReason = "Some pages could not be read.";
    return yield { type: "failed", url, reason: robots.closed, retryable: true };
  }
  const { pathname, search } = new URL(url);
  if (!robots.allows(pathname + search)) {
    return yield skipPage(url, "robots", "The site's robots.txt does not allow it.", true);
  }
  const known = await site.known(url);
  const remainingBytes = site.limits.maxBytes - site.bytes;
  const headers = known ? conditionalHeaders(known) : {};
  const answer = await site.polite.get(url, {
    headers,
    accept: crawledTypes,
    maxBytes: Math.min(FILE_MAX_BYTES, remainingBytes),
    redirect: "manual",
  });
  if (answer.isRefused) {
    site.bytes += answer.received;
    if (answer.code === "unsupported_type") {
      yield skipPage(url, "type", "This file type isn't supported.", true);
    } else if (answer.code === "too_large" && remainingBytes >= FILE_MAX_BYTES) {
      yield skipPage(url, "size", `It is larger than ${FILE_MAX_BYTES / 1_000_000} MB.`, false);
    } else if (answer.code === "too_large") {
      site.incompleteReason = "The site exceeds the size limit.";
      yield skipPage(url, "limits", "It exceeds the remaining size limit of the site.", false);
    } else {
      yield failPage(site, url, answer.reason, answer.code === "unavailable");
      yield* followLinks(site, visit, known?.links ?? []);
    }
    return;
  }
  const { response } = answer;
  site.bytes += response.body.length;
  const verdict = classifyResponse(response, site.product, Object.keys(headers).length > 0);
  if (verdict.kind !== "failed") site.failures = 0;
  switch (verdict.kind) {
    case "redirect":
      return yield* followRedirect(site, visit, verdict.location, known !== null);
    case "gone":
      return yield { type: "gone", url, status: verdict.status };
    case "failed":
      yield failPage(site, url, verdict.reason, verdict.retryable);
      return yield* followLinks(site, visit, known?.links ?? []);
    case "skipped":
      if (verdict.code === "login" && known) site.incompleteReason = BECAME_PRIVATE;
      return yield skipPage(url, verdict.code, verdict.reason, verdict.isWithdrawn);
    case "unchanged":
      return yield* processUnchangedPage(site, visit, known as KnownPage);
    case "content":
      return yield* processPage(site, visit, response, verdict.directives, known !== null);
    default:
      return verdict satisfies never;
  }
}

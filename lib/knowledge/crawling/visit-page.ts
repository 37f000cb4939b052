import { FILE_MAX_BYTES } from "../schema.ts";
import { classifyResponse, crawledTypes } from "./classify-response.ts";
import type { KnownPage } from "./crawl.ts";
import { CLOSED_NOW, type CrawlState, fail, follow, skip, type Told } from "./crawl-state.ts";
import { followRedirect } from "./follow-redirect.ts";
import { processPage, tellUnchanged } from "./process-page.ts";
import type { Visit } from "./url-frontier.ts";

/** Asks for one address, tells what came of it, and takes in where it leads. */
export async function* visitPage(site: CrawlState, visit: Visit): Told {
  const { url } = visit;
  if (!site.scope.holds(url)) return yield skip(url, "scope", "It is outside this site.", true);
  const gate = await site.gate(url);
  if ("closed" in gate) {
    // Asks nothing of the site, so it does not count among its failures.
    site.doubt = "Some pages could not be read.";
    return yield { type: "failed", url, reason: gate.closed, retryable: true };
  }
  const { pathname, search } = new URL(url);
  if (!gate.allows(pathname + search)) {
    return yield skip(url, "robots", "The site's robots.txt does not allow it.", true);
  }
  const known = await site.known(url);
  const left = site.limits.maxBytes - site.bytes;
  const headers = known ? conditions(known) : {};
  const answer = await site.polite.get(url, {
    headers,
    accept: crawledTypes,
    maxBytes: Math.min(FILE_MAX_BYTES, left),
    redirect: "manual",
  });
  if (answer.isRefused) {
    site.bytes += answer.received;
    if (answer.code === "unsupported_type") {
      yield skip(url, "type", "This file type isn't supported.", true);
    } else if (answer.code === "too_large" && left >= FILE_MAX_BYTES) {
      yield skip(url, "size", `It is larger than ${FILE_MAX_BYTES / 1_000_000} MB.`, false);
    } else if (answer.code === "too_large") {
      site.doubt = "The site exceeds the size limit.";
      yield skip(url, "limits", "It exceeds the remaining size limit of the site.", false);
    } else {
      yield fail(site, url, answer.reason, answer.code === "unavailable");
      yield* follow(site, visit, known?.links ?? []);
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
      yield fail(site, url, verdict.reason, verdict.retryable);
      return yield* follow(site, visit, known?.links ?? []);
    case "skipped":
      if (verdict.code === "login" && known) site.doubt = CLOSED_NOW;
      return yield skip(url, verdict.code, verdict.reason, verdict.isWithdrawn);
    case "unchanged":
      return yield* tellUnchanged(site, visit, known as KnownPage);
    case "content":
      return yield* processPage(site, visit, response, verdict.directives, known !== null);
    default:
      return verdict satisfies never;
  }
}

function conditions({ etag, lastModified }: KnownPage): Record<string, string> {
  if (etag) return { "if-none-match": etag };
  return lastModified ? { "if-modified-since": lastModified } : {};
}

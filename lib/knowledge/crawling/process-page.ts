import { createHash } from "node:crypto";
import type { PublicResponse } from "#lib/core/outbound.ts";
import type { KnownPage } from "./crawl.ts";
import {
  BECAME_PRIVATE,
  type CrawlEvents,
  type CrawlState,
  failPage,
  findDuplicate,
  followLinks,
  isRedirectLoop,
  MAX_HOPS,
  skipPage,
} from "./crawl-state.ts";
import { extractLinks } from "./extract-links.ts";
import { followRedirect } from "./follow-redirect.ts";
import type { PageLinks } from "./read-page-links.ts";
import type { RobotDirectives } from "./robot-directives.ts";
import type { Visit } from "./url-frontier.ts";

/** Handles a page the server reports as unchanged, unless an earlier page has the same content. */
export async function* processUnchangedPage(site: CrawlState, visit: Visit, known: KnownPage): CrawlEvents {
  const { url, depth } = visit;
  const duplicate = known.bodyHash && findDuplicate(site, known.bodyHash);
  if (duplicate) return yield skipPage(url, "duplicate", `It has the same content as ${duplicate}.`, true);
  site.pages.set(url, known.bodyHash ?? "");
  yield { type: "unchanged", url, depth };
  yield* followLinks(site, visit, known.links);
}

/** Handles a response with content: follows its redirects and directives, or yields it as a page. */
export async function* processPage(
  site: CrawlState,
  visit: Visit,
  response: PublicResponse,
  headerDirectives: RobotDirectives,
  isKnown: boolean,
): CrawlEvents {
  const { url, depth } = visit;
  let page: PageLinks | null;
  try {
    const contentType = response.headers.get("content-type") ?? "";
    const input = { contentType, bytes: response.body, address: url, product: site.product };
    page = await extractLinks(input, site.signal);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ParleyError") throw error;
    return yield failPage(site, url, error.message, false);
  }
  if (page?.refresh && page.refresh !== url) return yield* followRedirect(site, visit, page.refresh, isKnown);
  if (page?.isLoginPage) {
    if (isKnown) site.incompleteReason = BECAME_PRIVATE;
    return yield skipPage(url, "login", "The site shows a sign-in form instead of the page.", false);
  }
  const isNofollow = headerDirectives.isNofollow || page?.directives.isNofollow;
  const links = page && !isNofollow ? page.links.filter(site.scope.contains) : [];
  if (headerDirectives.isNoindex || page?.directives.isNoindex) {
    yield skipPage(url, "noindex", "The page asks not to be indexed (noindex).", true);
    return yield* followLinks(site, visit, links);
  }
  if (page?.canonical && isCanonicalElsewhere(site, visit, page.canonical)) {
    site.redirects.set(url, page.canonical);
    site.queue.addNext({ url: page.canonical, depth, hops: visit.hops + 1 });
    yield skipPage(url, "duplicate", `Its canonical URL is ${page.canonical}.`, true);
    return yield* followLinks(site, visit, links);
  }
  const bodyHash = createHash("sha256").update(response.body).digest("hex");
  const duplicate = findDuplicate(site, bodyHash);
  // Links of a duplicate are not followed: resolved against another address they can lead to endless copies.
  if (duplicate) return yield skipPage(url, "duplicate", `It has the same content as ${duplicate}.`, true);
  site.pages.set(url, bodyHash);
  yield { type: "page", url, response, links, depth, bodyHash };
  yield* followLinks(site, visit, links);
}

/** The canonical page must be readable and must not point back to this one. */
function isCanonicalElsewhere(site: CrawlState, { url, hops }: Visit, canonical: string): boolean {
  if (
    canonical === url ||
    hops >= MAX_HOPS ||
    !site.scope.contains(canonical) ||
    isRedirectLoop(site, url, canonical)
  )
    return false;
  return site.pages.has(canonical) || !site.visited.has(canonical);
}

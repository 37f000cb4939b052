import { createHash } from "node:crypto";
import type { PublicResponse } from "#lib/core/outbound.ts";
import type { KnownPage } from "./crawl.ts";
import {
  CLOSED_NOW,
  type CrawlState,
  fail,
  follow,
  leadsBack,
  MAX_HOPS,
  skip,
  type Told,
  twinOf,
} from "./crawl-state.ts";
import { extractLinks } from "./extract-links.ts";
import { followRedirect } from "./follow-redirect.ts";
import type { PageLinks } from "./read-page-links.ts";
import type { RobotDirectives } from "./robot-directives.ts";
import type { Visit } from "./url-frontier.ts";

/** What the server says is as it was, unless an earlier page holds the same. */
export async function* tellUnchanged(site: CrawlState, visit: Visit, known: KnownPage): Told {
  const { url, depth } = visit;
  const twin = known.bodyHash && twinOf(site, known.bodyHash);
  if (twin) return yield skip(url, "duplicate", `It has the same content as ${twin}.`, true);
  site.pages.set(url, known.bodyHash ?? "");
  yield { type: "unchanged", url, depth };
  yield* follow(site, visit, known.links);
}

/** What came, as a page, unless the page itself says that it is none. */
export async function* processPage(
  site: CrawlState,
  visit: Visit,
  response: PublicResponse,
  asked: RobotDirectives,
  isKnown: boolean,
): Told {
  const { url, depth } = visit;
  let page: PageLinks | null;
  try {
    const contentType = response.headers.get("content-type") ?? "";
    const given = { contentType, bytes: response.body, address: url, product: site.product };
    page = await extractLinks(given, site.signal);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ParleyError") throw error;
    return yield fail(site, url, error.message, false);
  }
  if (page?.refresh && page.refresh !== url) return yield* followRedirect(site, visit, page.refresh, isKnown);
  if (page?.isSignIn) {
    if (isKnown) site.doubt = CLOSED_NOW;
    return yield skip(url, "login", "The site shows a sign-in form instead of the page.", false);
  }
  const isNofollow = asked.isNofollow || page?.directives.isNofollow;
  const links = page && !isNofollow ? page.links.filter(site.scope.holds) : [];
  if (asked.isNoindex || page?.directives.isNoindex) {
    yield skip(url, "noindex", "The page asks not to be indexed (noindex).", true);
    return yield* follow(site, visit, links);
  }
  if (page?.canonical && isCanonicalElsewhere(site, visit, page.canonical)) {
    site.ledTo.set(url, page.canonical);
    site.queue.addNext({ url: page.canonical, depth, hops: visit.hops + 1 });
    yield skip(url, "duplicate", `Its canonical URL is ${page.canonical}.`, true);
    return yield* follow(site, visit, links);
  }
  const bodyHash = createHash("sha256").update(response.body).digest("hex");
  const twin = twinOf(site, bodyHash);
  // Its links are not followed: relative to another address they may lead to copies without end.
  if (twin) return yield skip(url, "duplicate", `It has the same content as ${twin}.`, true);
  site.pages.set(url, bodyHash);
  yield { type: "page", url, response, links, depth, bodyHash };
  yield* follow(site, visit, links);
}

/** Only a page that can still turn out to be one, and does not name this one in turn. */
function isCanonicalElsewhere(site: CrawlState, { url, hops }: Visit, canonical: string): boolean {
  if (
    canonical === url ||
    hops >= MAX_HOPS ||
    !site.scope.holds(canonical) ||
    leadsBack(site, url, canonical)
  )
    return false;
  return site.pages.has(canonical) || !site.visited.has(canonical);
}

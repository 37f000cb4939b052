import {
  BECAME_PRIVATE,
  type CrawlEvents,
  type CrawlState,
  failPage,
  isRedirectLoop,
  MAX_HOPS,
  skipPage,
} from "./crawl-state.ts";
import { isLoginPage } from "./detect-login-page.ts";
import { normalizeAddress } from "./normalize-address.ts";
import { isSameSite } from "./site-scope.ts";
import type { Visit } from "./url-frontier.ts";

/** Handles an HTTP redirect, or a page that only refreshes to another. */
export async function* followRedirect(
  site: CrawlState,
  visit: Visit,
  location: string,
  isKnown: boolean,
): CrawlEvents {
  const { url, depth, hops } = visit;
  const target = normalizeAddress(location, url);
  if (!target) return yield failPage(site, url, "It redirects to something other than a web page.", false);
  if (url === site.start && isSameSite(url, target) && !site.scope.contains(target)) {
    site.scope = site.rescope(target);
  }
  if (isLoginPage(url, target)) {
    if (isKnown) site.incompleteReason = BECAME_PRIVATE;
    return yield skipPage(url, "login", "It redirects to a sign-in page.", false);
  }
  if (!site.scope.contains(target))
    return yield skipPage(url, "scope", "It redirects to a page outside this site.", true);
  if (isRedirectLoop(site, url, target)) return yield failPage(site, url, "It redirects in a loop.", false);
  if (hops >= MAX_HOPS) return yield failPage(site, url, "It redirects too many times.", false);
  site.redirects.set(url, target);
  yield skipPage(url, "moved", `It redirects to ${target}.`, true);
  site.queue.addNext({ url: target, depth, hops: hops + 1 });
}

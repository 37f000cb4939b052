import { CLOSED_NOW, type CrawlState, fail, leadsBack, MAX_HOPS, skip, type Told } from "./crawl-state.ts";
import { isLoginPage } from "./detect-login-page.ts";
import { normalizeAddress } from "./normalize-address.ts";
import { isSameSite } from "./site-scope.ts";
import type { Visit } from "./url-frontier.ts";

/** A redirect, or a page that is nothing but one. */
export async function* followRedirect(
  site: CrawlState,
  visit: Visit,
  location: string,
  isKnown: boolean,
): Told {
  const { url, depth, hops } = visit;
  const target = normalizeAddress(location, url);
  if (!target) return yield fail(site, url, "It redirects to something other than a web page.", false);
  if (url === site.start && isSameSite(url, target) && !site.scope.holds(target)) {
    site.scope = site.rescope(target);
  }
  if (isLoginPage(url, target)) {
    if (isKnown) site.doubt = CLOSED_NOW;
    return yield skip(url, "login", "It redirects to a sign-in page.", false);
  }
  if (!site.scope.holds(target))
    return yield skip(url, "scope", "It redirects to a page outside this site.", true);
  if (leadsBack(site, url, target)) return yield fail(site, url, "It redirects in a loop.", false);
  if (hops >= MAX_HOPS) return yield fail(site, url, "It redirects too many times.", false);
  site.ledTo.set(url, target);
  yield skip(url, "moved", `It redirects to ${target}.`, true);
  site.queue.addNext({ url: target, depth, hops: hops + 1 });
}

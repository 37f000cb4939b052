import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { fetchPublic } from "#lib/core/outbound.ts";
import { takeDailyQuota } from "#lib/quotas/take-daily-quota.ts";
import type { CrawlInput } from "./crawl.ts";

/**
 * Counts every request of a crawl, including robots.txt, sitemaps and retries, against the workspace's daily
 * pages. `refusal` says why no more can be sent.
 */
export function countRequests(
  ctx: Context,
  fetchPage: typeof fetchPublic,
): Required<Pick<CrawlInput, "fetchPage" | "refusal">> {
  let refusal: string | null = null;
  return {
    async fetchPage(...request) {
      await takeDailyQuota(ctx, "crawledPages", 1).catch((error: unknown) => {
        if (error instanceof ParleyError && error.code === "limited") refusal = error.message;
        throw error;
      });
      return fetchPage(...request);
    },
    refusal: () => refusal,
  };
}

import type { CrawlSettings } from "#lib/knowledge/schema.ts";
import { crawlSettings, syncMinutes } from "#lib/knowledge/schema.ts";
import { UsageError } from "./usage-error.ts";

export const webOptions = {
  site: { type: "boolean" },
  depth: { type: "string" },
  "max-pages": { type: "string" },
  every: { type: "string" },
} as const;

type WebOptions =
  | { kind: "page" }
  | { kind: "site" | "sitemap"; settings: CrawlSettings; everyMinutes?: number | null };

/** What to do with an address: read that page, what a sitemap lists, or the site from it on. */
export function readWebOptions(
  address: string,
  text: Record<string, string | undefined>,
  flags: Set<string>,
): WebOptions {
  const isSitemap = /\/[^/?#]*sitemap[^/?#]*\.(?:xml|txt)(?:\.gz)?(?:[?#]|$)/i.test(address);
  if (!flags.has("site") && !isSitemap) {
    const given = ["depth", "max-pages", "every"].find((name) => text[name] !== undefined);
    if (given)
      throw new UsageError(`--${given} works only for a site. Add --site, or use the URL of a sitemap.`);
    return { kind: "page" };
  }
  const settings = crawlSettings.safeParse({
    maxDepth: numberOf(text.depth),
    maxPages: numberOf(text["max-pages"]),
  });
  if (!settings.success) throw new UsageError("--depth must be 0 to 10, and --max-pages 1 to 2000.");
  const every = numberOf(text.every);
  const minutes = syncMinutes.optional().safeParse(every === 0 ? null : every);
  if (!minutes.success) throw new UsageError("--every must be 15 to 43200 minutes, or 0.");
  return {
    kind: isSitemap && !flags.has("site") ? "sitemap" : "site",
    settings: settings.data,
    everyMinutes: minutes.data,
  };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

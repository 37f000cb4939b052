/**
 * `folder` and `file` are uploaded, `text` is pasted, `page`, `sitemap` and `site` are fetched from their
 * origin, `pairs` holds curated answers. A new kind also needs a connector in connector-by-kind.ts and its
 * name in i18n/en.json.
 */
export const sourceKinds = ["folder", "file", "text", "page", "sitemap", "site", "pairs"] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Kinds fetched from their origin and synced again. */
export const webKinds = ["page", "sitemap", "site"] as const;
export const isWebKind = (kind: SourceKind): kind is (typeof webKinds)[number] =>
  (webKinds as readonly string[]).includes(kind);

import { pageAddress } from "../../ingestion/page-address.ts";
import type { Connector } from "../connector.ts";

/** A site, from its start page or by its sitemap. */
export const webSite: Connector = {
  holds: "documents",
  readOrigin: pageAddress,
  loadSync: async () => (await import("../../crawling/sync-site.ts")).syncSite,
};

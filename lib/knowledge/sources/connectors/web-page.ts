import { pageAddress } from "../../ingestion/page-address.ts";
import type { Connector } from "../connector.ts";

export const webPage: Connector = {
  holds: "documents",
  readOrigin: pageAddress,
  loadSync: async () => (await import("../../crawling/sync-page.ts")).syncPage,
};

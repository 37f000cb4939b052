import type { Connector } from "../connector.ts";

export const uploadedDocuments: Connector = {
  holds: "documents",
  readOrigin: (origin) => origin,
  loadSync: null,
};

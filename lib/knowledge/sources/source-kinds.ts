import type { SourceKind } from "../schema.ts";
import type { Connector } from "./connector.ts";
import { curatedAnswers } from "./connectors/curated-answers.ts";
import { uploadedDocuments } from "./connectors/uploaded-documents.ts";
import { webPage } from "./connectors/web-page.ts";
import { webSite } from "./connectors/web-site.ts";

export const connectors: Record<SourceKind, Connector> = {
  folder: uploadedDocuments,
  file: uploadedDocuments,
  text: uploadedDocuments,
  page: webPage,
  sitemap: webSite,
  site: webSite,
  pairs: curatedAnswers,
};

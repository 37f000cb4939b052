import type { Connector } from "./connector.ts";
import { curatedAnswers } from "./connectors/curated-answers.ts";
import { uploadedDocuments } from "./connectors/uploaded-documents.ts";
import { webPage } from "./connectors/web-page.ts";
import { webSite } from "./connectors/web-site.ts";
import type { SourceKind } from "./source-kinds.ts";

export const connectors: Record<SourceKind, Connector> = {
  folder: uploadedDocuments,
  file: uploadedDocuments,
  text: uploadedDocuments,
  page: webPage,
  sitemap: webSite,
  site: webSite,
  pairs: curatedAnswers,
};

import type { Id } from "#lib/core/ids.ts";
import type { SearchAnswer, SearchResult } from "./schema.ts";

/** A search result with the fields a stored citation needs. */
export type RetrievedPassage = SearchResult & {
  documentId: Id<"doc">;
  version: string;
  /** When the document was last changed, as far as its origin says, else when it was read. */
  changedAt: Date;
};
/** `evidence`: how much of the question the best passages cover, 0 to 1. `answerable` is judged by it. */
export type Retrieval = Omit<SearchAnswer, "results"> & { evidence: number; results: RetrievedPassage[] };

import type { Id } from "#lib/core/ids.ts";
import type { SearchAnswer, SearchResult } from "../schema.ts";

/** A result with what a stored citation needs. */
export type RetrievedPassage = SearchResult & { documentId: Id<"doc">; version: string };
/** `evidence`: how much of the question the best passages hold, 0 to 1, by which `answerable` is judged. */
export type Retrieval = Omit<SearchAnswer, "results"> & { evidence: number; results: RetrievedPassage[] };

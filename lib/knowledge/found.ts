import type { Id } from "#lib/core/ids.ts";
import type { SearchAnswer, SearchResult } from "./schema.ts";

/** A result with what a stored citation needs. */
export type FoundPassage = SearchResult & { documentId: Id<"doc">; version: string };
export type Found = Omit<SearchAnswer, "results"> & { results: FoundPassage[] };

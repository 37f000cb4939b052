import { z } from "zod";

/** Largest document accepted, in bytes of UTF-8. */
export const DOCUMENT_MAX_BYTES = 10_000_000;
export const QUERY_MAX_CHARS = 2_000;

export const mediaTypes = ["text/markdown", "text/html", "text/plain"] as const;
export type MediaType = (typeof mediaTypes)[number];

const byExtension: Record<string, MediaType> = {
  md: "text/markdown",
  markdown: "text/markdown",
  html: "text/html",
  htm: "text/html",
  xhtml: "text/html",
  txt: "text/plain",
  text: "text/plain",
};

/** The media type a file name promises, or null when Parley does not read such files. */
export function mediaTypeOf(path: string): MediaType | null {
  const extension = /\.([^./]+)$/.exec(path)?.[1] ?? "";
  return byExtension[extension.toLowerCase()] ?? null;
}

export const sourceInput = z.object({
  chatbot: z.string().min(1).max(64),
  kind: z.enum(["folder", "file"]),
  origin: z.string().min(1).max(1_000),
  name: z.string().min(1).max(200),
});
export type SourceInput = z.infer<typeof sourceInput>;

export const documentInput = z.object({
  path: z.string().min(1).max(1_000),
  mediaType: z.enum(mediaTypes),
  text: z.string(),
});
export type DocumentInput = z.infer<typeof documentInput>;

export const searchInput = z.object({
  chatbot: z.string().min(1).max(64),
  query: z.string().trim().min(1).max(QUERY_MAX_CHARS),
  limit: z.number().int().min(1).max(100).default(8),
});

export type SourceSummary = {
  id: string;
  kind: "folder" | "file";
  origin: string;
  name: string;
  documents: number;
  chunks: number;
};
export type DocumentSummary = {
  id: string;
  path: string;
  title: string;
  contentHash: string;
  chunks: number;
};
export type IngestOutcome = {
  outcome: "created" | "replaced" | "unchanged";
  document: string;
  chunks: number;
  windows: number;
};

/** One passage found; scores of each half are kept as they came, so that a threshold can be explained. */
export type SearchResult = {
  document: string;
  path: string;
  title: string;
  headingPath: string[];
  ordinal: number;
  start: number;
  end: number;
  text: string;
  /** Fused, 0 to 1 within this answer. */
  score: number;
  /** Okapi BM25, unbounded; null when no word of the query stands in it. */
  textScore: number | null;
  /** Cosine similarity, -1 to 1; null when it was not among the nearest. */
  vectorScore: number | null;
  /** Share of the query's word weight (inverse document frequency) that stands in it, 0 to 1. */
  coverage: number;
};

export type SearchAnswer = {
  query: string;
  /** False when the raw scores say that the knowledge does not hold an answer. */
  answerable: boolean;
  results: SearchResult[];
};

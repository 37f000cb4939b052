import { z } from "zod";
import type { IngestionState, IngestionSummary } from "./ingestion/ingestion.ts";
import type { HiddenText } from "./parsing/hidden-text.ts";
import type { PageRange, Pages } from "./parsing/pages.ts";

/** Largest document accepted, in bytes of UTF-8. */
export const DOCUMENT_MAX_BYTES = 10_000_000;
/** Largest file of a kind that is not text itself: pictures in it weigh, and are not read. */
export const FILE_MAX_BYTES = 50_000_000;
export const QUERY_MAX_CHARS = 2_000;

export const textMediaTypes = [
  "text/markdown",
  "text/html",
  "text/plain",
  "text/csv",
  "application/json",
] as const;
export type TextMediaType = (typeof textMediaTypes)[number];

/** Kinds of file that are not text themselves, by media type. */
export const fileTypes = {
  "application/pdf": "pdf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
} as const;
export type FileMediaType = keyof typeof fileTypes;
export type FileType = (typeof fileTypes)[FileMediaType];
export type MediaType = TextMediaType | FileMediaType;

const byExtension: Record<string, MediaType> = {
  md: "text/markdown",
  markdown: "text/markdown",
  html: "text/html",
  htm: "text/html",
  xhtml: "text/html",
  txt: "text/plain",
  text: "text/plain",
  csv: "text/csv",
  tsv: "text/csv",
  json: "application/json",
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
};

/** Endings of the names of files that are read, without the dot. */
export const fileExtensions = Object.keys(byExtension);

export function isTextMediaType(mediaType: string): mediaType is TextMediaType {
  return (textMediaTypes as readonly string[]).includes(mediaType);
}

/** The media type a file name promises, or null when This file type is not supported. */
export function mediaTypeOf(path: string): MediaType | null {
  const extension = /\.([^./]+)$/.exec(path)?.[1] ?? "";
  return byExtension[extension.toLowerCase()] ?? null;
}

/**
 * `folder` and `file` are fed from outside, `text` is pasted, `page`, `sitemap` and `site` are fetched from their
 * origin, `pairs` are curated questions with their answers.
 */
export const sourceKinds = ["folder", "file", "text", "page", "sitemap", "site", "pairs"] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Kinds that are fetched from their origin, and looked at again. */
export const webKinds = ["page", "sitemap", "site"] as const;
export const isWebKind = (kind: SourceKind): kind is (typeof webKinds)[number] =>
  (webKinds as readonly string[]).includes(kind);

const pathPrefixes = z.array(z.string().startsWith("/").max(500)).max(20);

/** How far a crawl goes; what is left out has the product's default. */
export const crawlSettings = z.object({
  maxPages: z.number().int().min(1).max(2_000).optional(),
  maxDepth: z.number().int().min(0).max(10).optional(),
  include: pathPrefixes.optional(),
  exclude: pathPrefixes.optional(),
});
export type CrawlSettings = z.infer<typeof crawlSettings>;

/** From a quarter of an hour to 30 days; null: only on request. */
export const syncMinutes = z.number().int().min(15).max(43_200).nullable();

export const sourceInput = z
  .object({
    chatbot: z.string().min(1).max(64),
    kind: z.enum(sourceKinds),
    origin: z.string().min(1).max(1_000),
    name: z.string().min(1).max(200),
    settings: crawlSettings.optional(),
    syncMinutes: syncMinutes.optional(),
  })
  .refine(
    ({ kind, origin }) => !isWebKind(kind) || z.url({ protocol: /^https?$/ }).safeParse(origin).success,
    {
      path: ["origin"],
      message: "must be a URL that starts with http:// or https://",
    },
  );
export type SourceInput = z.infer<typeof sourceInput>;

export const sourceChanges = z.object({
  name: z.string().min(1).max(200).optional(),
  settings: crawlSettings.optional(),
  syncMinutes: syncMinutes.optional(),
});
export type SourceChanges = z.infer<typeof sourceChanges>;

/** What a look at a source of the web met. */
export type SyncReport = {
  /** Read anew because they are new or have changed, as they were, and taken away because they are gone. */
  changed: number;
  unchanged: number;
  removed: number;
  /** Not read, with the reason; those that stand here may be fewer than were met. */
  skipped: { url: string; reason: string }[];
  failed: { url: string; reason: string }[];
  skippedCount: number;
  failedCount: number;
  bytes: number;
  seconds: number;
};

export type SyncState = "idle" | "queued" | "fetching" | "ready" | "failed" | "cancelled";
export type SourceStatus = {
  id: string;
  kind: SourceKind;
  origin: string;
  name: string;
  settings: CrawlSettings;
  syncMinutes: number | null;
  sync: { state: SyncState; reason: string | null; report: SyncReport | null; at: string | null };
};

/** A source as someone looks over it: what it holds, what is being read, and when it is looked at again. */
export type SourceOverview = Omit<SourceStatus, "sync"> & {
  documents: number;
  chunks: number;
  /** Waiting to be read, or being read. */
  underWay: number;
  failed: number;
  /** `met`: pages met by the last look, or by the one under way so far. */
  sync: Omit<SourceStatus["sync"], "report"> & { met: number; nextAt: string | null };
};

/** A path of a source: the document there, and what last became of reading it. One of the two may be missing. */
export type DocumentEntry = {
  sourceId: string;
  path: string;
  /** `hidden`: in how many places there is text that a reader would not see. */
  document: { id: string; title: string; chunks: number; hidden: number; updatedAt: string } | null;
  ingestion: {
    id: string;
    revision: number;
    state: IngestionState;
    outcome: IngestionSummary["outcome"];
    reason: string | null;
    done: number;
    total: number;
    updatedAt: string;
  } | null;
};
/** In the order of paths; `after` is the cursor of the next page, null on the last. */
export type EntryPage = { entries: DocumentEntry[]; after: string | null };

/** Query of a source's contents: `q` stands in a title or path, `only` leaves the rest out. */
export const entriesQuery = z.object({
  q: z.string().trim().max(200).optional(),
  only: z.enum(["failed"]).optional(),
  after: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type EntriesQuery = z.output<typeof entriesQuery>;

/** What someone who watches a chatbot's knowledge is told. `at` is where to go on from after a break. */
export type KnowledgeEvent = { at: string; sources?: SourceOverview[]; entries?: DocumentEntry[] };

/** A document as it is searched: its text in order, passage by passage. */
export type DocumentView = {
  id: string;
  path: string;
  title: string;
  format: "markdown" | "text";
  chunks: number;
  pages: { kind: Pages["kind"]; count: number } | null;
  updatedAt: string;
  /** Text in the file that a reader would not see: not searched, not quoted. */
  hidden: HiddenText[];
  /** `before`: what stands above it and belongs to no passage, such as a heading with nothing under it. */
  passages: {
    ordinal: number;
    headingPath: string[];
    pages: PageRange | null;
    before: string;
    text: string;
  }[];
};

const documentPath = z.string().min(1).max(1_000);

export const documentInput = z.object({
  path: documentPath,
  mediaType: z.enum(textMediaTypes),
  text: z.string(),
});
export type DocumentInput = z.infer<typeof documentInput>;

/** A file as it is; what kind it is of is read from its content. */
export type FileInput = { path: string; bytes: Uint8Array };
/** A page of the web. Its address without the fragment is the path of its document. */
export const pageInput = z.object({ url: z.url({ protocol: /^https?$/ }).max(1_000) });
export const fileQuery = z.object({ path: documentPath });

export const PHRASING_MAX_CHARS = 300;
/** So that a language model is given all of it beside other passages. */
export const CURATED_ANSWER_MAX_CHARS = 8_000;
export const CURATED_ANSWERS_PER_REQUEST = 100;

const phrasing = z.string().trim().min(1).max(PHRASING_MAX_CHARS);

/** A question that people ask, in one or more ways, and the answer they are to be given, in Markdown. */
export const curatedAnswerInput = z.object({
  /** What the pair is known by: the same key again is the same pair. */
  key: z.string().trim().min(1).max(200),
  question: phrasing,
  /** Other ways of asking it. */
  phrasings: z.array(phrasing).max(20).default([]),
  answer: z.string().trim().min(1).max(CURATED_ANSWER_MAX_CHARS),
});
export type CuratedAnswerInput = z.input<typeof curatedAnswerInput>;
export type CuratedAnswer = z.output<typeof curatedAnswerInput>;

/** Body of `PUT …/pairs`. */
export const curatedAnswersInput = z.object({
  pairs: z.array(curatedAnswerInput).min(1).max(CURATED_ANSWERS_PER_REQUEST),
});
/** Query of `GET …/pairs`; `after` is the key of the last pair seen. */
export const curatedAnswersQuery = z.object({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const searchInput = z.object({
  chatbot: z.string().min(1).max(64),
  query: z.string().trim().min(1).max(QUERY_MAX_CHARS),
  limit: z.number().int().min(1).max(100).default(8),
});

export type SourceSummary = {
  id: string;
  kind: SourceKind;
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
  /** Kinds and places of text that a reader would not see; left out where it was not looked at. */
  hidden?: number;
};

export type StoredCuratedAnswer = CuratedAnswer & { document: string };
/** In the order of keys; `after` is the cursor of the next page, null on the last. */
export type CuratedAnswerPage = { pairs: StoredCuratedAnswer[]; after: string | null };
export type CuratedAnswerOutcome = { key: string; outcome: IngestOutcome["outcome"]; document: string };

/** One passage found; scores of each half are kept as they came, so that a threshold can be explained. */
export type SearchResult = {
  document: string;
  path: string;
  title: string;
  headingPath: string[];
  ordinal: number;
  start: number;
  end: number;
  /** Where the document has pages or slides. */
  pages: PageRange | null;
  text: string;
  /** Fused, 0 to 1 within this answer. */
  score: number;
  /** Okapi BM25, unbounded; null when no word of the query stands in it. */
  textScore: number | null;
  /** Cosine similarity, -1 to 1; null when it was not among the nearest. */
  vectorScore: number | null;
  /** Share of the query's word weight (inverse document frequency) that stands in it, 0 to 1. */
  coverage: number;
  /** A curated pair whose question is the one that was asked: its text is the answer. It stands first. */
  isCuratedAnswer: boolean;
};

export type SearchAnswer = {
  query: string;
  /** False when the raw scores say that the knowledge does not hold an answer. */
  answerable: boolean;
  /**
   * Whether vectors were searched beside words. "unavailable": there are none, or the embedding model does not answer just
   * now; "other_language": it knows nothing of the language of the texts.
   */
  meaning: "used" | "unavailable" | "other_language";
  /** Stems that stand nowhere, and those looked for in their place; `strength`, 0 to 1, is what they count. */
  corrections: { typed: string; lexemes: string[]; strength: number }[];
  results: SearchResult[];
};

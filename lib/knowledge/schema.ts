import { z } from "zod";
import { cleanedName } from "#lib/core/clean-name.ts";
import type { IngestionState, IngestionSummary } from "./ingestion/ingestion.ts";
import { textMediaTypes } from "./media-types.ts";
import type { HiddenText } from "./parsing/hidden-text.ts";
import type { PageRange, Pages } from "./parsing/pages.ts";
import type { UnreadPart } from "./parsing/unread-part.ts";
import { isWebKind, type SourceKind, sourceKinds } from "./sources/source-kinds.ts";

const pathPrefixes = z.array(z.string().startsWith("/").max(500)).max(20);

/** Limits of a crawl. Missing values use the defaults. */
export const crawlSettings = z.object({
  maxPages: z.number().int().min(1).max(2_000).optional(),
  maxDepth: z.number().int().min(0).max(10).optional(),
  include: pathPrefixes.optional(),
  exclude: pathPrefixes.optional(),
});
export type CrawlSettings = z.infer<typeof crawlSettings>;

/** From 15 minutes to 30 days; null: only on request. */
export const syncMinutes = z.number().int().min(15).max(43_200).nullable();

export const sourceInput = z
  .object({
    chatbot: z.string().min(1).max(64),
    kind: z.enum(sourceKinds),
    origin: z.string().min(1).max(1_000),
    name: cleanedName(200),
    settings: crawlSettings.optional(),
    syncMinutes: syncMinutes.optional(),
  })
  .refine(
    ({ kind, origin }) => !isWebKind(kind) || z.url({ protocol: /^https?$/ }).safeParse(origin).success,
    {
      path: ["origin"],
      message: "Enter a URL that starts with http:// or https://.",
    },
  );
export type SourceInput = z.infer<typeof sourceInput>;

export const sourceChanges = z.object({
  name: cleanedName(200).optional(),
  settings: crawlSettings.optional(),
  syncMinutes: syncMinutes.optional(),
});
export type SourceChanges = z.infer<typeof sourceChanges>;

/** Result of a sync. */
export type SyncReport = {
  /** Pages fetched because they are new or changed; `removed` counts those that are gone. */
  changed: number;
  unchanged: number;
  removed: number;
  /** Skipped pages with the reason; the list may be shorter than `skippedCount`. */
  skipped: { url: string; reason: string }[];
  failed: { url: string; reason: string }[];
  skippedCount: number;
  failedCount: number;
  bytes: number;
  seconds: number;
};

type SyncState = "idle" | "queued" | "fetching" | "ready" | "failed" | "cancelled";
export type SourceStatus = {
  id: string;
  kind: SourceKind;
  origin: string;
  name: string;
  settings: CrawlSettings;
  syncMinutes: number | null;
  sync: { state: SyncState; reason: string | null; report: SyncReport | null; at: string | null };
};

/** A source with its counts and sync schedule. */
export type SourceOverview = Omit<SourceStatus, "sync"> & {
  documents: number;
  chunks: number;
  /** Ingestions queued or running. */
  underWay: number;
  failed: number;
  /** `met`: pages seen by the last or current sync. */
  sync: Omit<SourceStatus["sync"], "report"> & { met: number; nextAt: string | null };
};

/** A path of a source: its document and its latest ingestion. One of them may be missing. */
export type DocumentEntry = {
  sourceId: string;
  path: string;
  /** `hidden`: number of places with text a reader would not see; `unread`: with content that is not read. */
  document: {
    id: string;
    title: string;
    chunks: number;
    hidden: number;
    unread: number;
    updatedAt: string;
  } | null;
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
/** Ordered by path; `after` is the cursor of the next page, null on the last. */
export type EntryPage = { entries: DocumentEntry[]; after: string | null };

/** Filters a source's entries: `q` searches titles and paths, `only` limits the states. */
export const entriesQuery = z.object({
  q: z.string().trim().max(200).optional(),
  only: z.enum(["failed"]).optional(),
  after: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type EntriesQuery = z.output<typeof entriesQuery>;

/** A change sent to Studio. `at` is the time to resume from after a disconnect. */
export type KnowledgeEvent = { at: string; sources?: SourceOverview[]; entries?: DocumentEntry[] };

/** A document as it is searched: its text, passage by passage. */
export type DocumentView = {
  id: string;
  path: string;
  title: string;
  format: "markdown" | "text";
  chunks: number;
  pages: { kind: Pages["kind"]; count: number } | null;
  updatedAt: string;
  /** Text in the file that a reader would not see. It is neither searched nor quoted. */
  hidden: HiddenText[];
  /** What readers see and the text lacks, such as pictures. */
  unread: UnreadPart[];
  /** `before`: text above the passage that belongs to none, such as an empty heading. */
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

/** A file; its type is detected from the content. */
export type FileInput = { path: string; bytes: Uint8Array };
/** A web page. Its address without the fragment is its document's path. */
export const pageInput = z.object({ url: z.url({ protocol: /^https?$/ }).max(1_000) });
export const fileQuery = z.object({ path: documentPath });

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
  /** Number of hidden text entries; absent if not checked. */
  hidden?: number;
};

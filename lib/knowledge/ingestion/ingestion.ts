import { z } from "zod";
import type { HiddenText } from "../parsing/hidden-text.ts";

/** The way of a document in: `queued → fetching → parsing → embedding → ready`, or out of it. */
export const ingestionStates = [
  "queued",
  "fetching",
  "parsing",
  "embedding",
  "ready",
  "failed",
  "cancelled",
] as const;
export type IngestionState = (typeof ingestionStates)[number];

export const isEnded = (state: IngestionState) =>
  state === "ready" || state === "failed" || state === "cancelled";

/** What a web server said of a page, kept beside its content. */
export const pageFacts = z.object({
  etag: z.string().max(500).nullable(),
  lastModified: z.string().max(100).nullable(),
  links: z.array(z.string()).max(5_000),
  bodyHash: z.string().nullable(),
});
export type PageFacts = z.infer<typeof pageFacts>;

/** An ingestion as it is told to whoever fed it. */
export type IngestionSummary = {
  id: string;
  /** Raised with each request for this path. */
  revision: number;
  path: string;
  state: IngestionState;
  /** What it was ready with. */
  outcome: "created" | "replaced" | "unchanged" | null;
  /** Why it failed, for a person. */
  reason: string | null;
  /** Windows embedded, of how many. */
  done: number;
  total: number;
  attempts: number;
  updatedAt: string;
  /** What it became, once it is ready, and what in it a reader would not see: that is not searched. */
  document: { id: string; chunks: number; windows: number; hidden: HiddenText[] } | null;
};

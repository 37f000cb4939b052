import { z } from "zod";
import type { HiddenText } from "../parsing/hidden-text.ts";
import type { UnreadPart } from "../parsing/unread-part.ts";

/** The usual order is `queued → fetching → parsing → embedding → ready`. */
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

export const endedStates = ["ready", "failed", "cancelled"] as const satisfies IngestionState[];
export const isEnded = (state: IngestionState) => (endedStates as readonly IngestionState[]).includes(state);

/** Response headers and links of a web page, stored with its document. */
export const pageFacts = z.object({
  etag: z.string().max(500).nullable(),
  lastModified: z.string().max(100).nullable(),
  links: z.array(z.string()).max(5_000),
  bodyHash: z.string().nullable(),
});
export type PageFacts = z.infer<typeof pageFacts>;

/** An ingestion as returned by the API. */
export type IngestionSummary = {
  id: string;
  /** Increased by each request for this path. */
  revision: number;
  path: string;
  state: IngestionState;
  /** Set when `ready`. */
  outcome: "created" | "replaced" | "unchanged" | null;
  /** Why it failed, as a sentence for people. */
  reason: string | null;
  /** Windows embedded so far, out of `total`. */
  done: number;
  total: number;
  attempts: number;
  updatedAt: string;
  /** Set when `ready`. `hidden`: text a reader would not see, which is not searched. */
  document: {
    id: string;
    chunks: number;
    windows: number;
    hidden: HiddenText[];
    unread: UnreadPart[];
  } | null;
};

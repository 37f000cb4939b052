import type { TurnChunk } from "#lib/conversation/schema.ts";
import type { QueueProbe, QueueProbeInput } from "#lib/jobs/schema.ts";
import type { IngestionState } from "#lib/knowledge/ingestion/ingestion.ts";
import type { SearchAnswer } from "#lib/knowledge/retrieval/schema.ts";
import type {
  DocumentInput,
  DocumentSummary,
  FileInput,
  IngestOutcome,
  SourceInput,
  SourceStatus,
  SourceSummary,
} from "#lib/knowledge/schema.ts";

/**
 * What the commands need, done by a server or by this process on the data directory. Errors are
 * ParleyErrors; only `unavailable` is worth a retry.
 */
export type KnowledgeClient = {
  /** Where the work is done, for messages. */
  readonly place: string;
  /** How many documents it takes at a time. */
  readonly concurrency: number;
  openSource(source: SourceInput): Promise<Pick<SourceSummary, "id" | "kind">>;
  listDocuments(sourceId: string): Promise<Pick<DocumentSummary, "path" | "contentHash">[]>;
  /** Returns when it is ready; what cannot be read throws with the reason. */
  putDocument(sourceId: string, document: DocumentInput | FileInput): Promise<IngestOutcome>;
  /** Requests a sync of a sitemap or a site. */
  syncSource(sourceId: string): Promise<SourceStatus>;
  /** Waits a while for a running sync. */
  getSource(sourceId: string): Promise<SourceStatus>;
  /** What is being taken in and what became of the rest: counts, and those that failed. */
  listFailed(sourceId: string): Promise<Intake>;
  /** Has the server fetch a page of the web. */
  syncPage(sourceId: string, url: string): Promise<IngestOutcome>;
  /** A document that is gone already is no error. */
  deleteDocument(sourceId: string, path: string): Promise<void>;
  search(input: { chatbot: string; query: string; limit: number }): Promise<SearchAnswer>;
  /** All that a chatbot knows, over all its sources. */
  listKnowledge(chatbot: string): Promise<Pick<DocumentSummary, "id" | "path" | "title">[]>;
  /** Asks in the named conversation (created if missing), or in a new one without a name. */
  ask(input: { chatbot: string; question: string; conversation?: string }): AsyncIterable<TurnChunk>;
  /** With all that was said in it. One that is gone already is no error. */
  deleteConversation(conversation: string): Promise<void>;
  /** Sends a test job through the queue. Throws when no worker finishes it in time. */
  probeQueue(input: QueueProbeInput): Promise<QueueProbe>;
  close(): Promise<void>;
};

export type Intake = {
  counts: Partial<Record<IngestionState, number>>;
  failed: { path: string; reason: string | null }[];
};

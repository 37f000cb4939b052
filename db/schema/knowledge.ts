import { sql } from "drizzle-orm";
import {
  bigint,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import { sourceKinds } from "#lib/knowledge/sources/source-kinds.ts";
import { chatbots } from "./chatbot.ts";
import { createdAt, embedding, id, regconfig, tenantId, tsvector, updatedAt } from "./columns.ts";
import { platform } from "./platform.ts";

export const knowledgeSources = platform.table(
  "knowledge_sources",
  {
    tenantId: tenantId(),
    id: id("id", "src").notNull(),
    chatbotId: id("chatbot_id", "bot").notNull(),
    kind: text("kind", { enum: sourceKinds }).notNull(),
    /** Identifies the source to its client: the same origin means the same source. */
    origin: text("origin").notNull(),
    name: text("name").notNull(),
    /** How far a crawl goes; empty for other kinds. */
    settings: jsonb("settings").notNull().default({}),
    /** For web sources: minutes between two syncs. Null if it syncs only on request. */
    syncMinutes: integer("sync_minutes"),
    /** Increased with each requested sync. A run with an earlier revision stops writing. */
    syncRevision: integer("sync_revision").notNull().default(0),
    syncState: text("sync_state", { enum: ["idle", "queued", "fetching", "ready", "failed", "cancelled"] })
      .notNull()
      .default("idle"),
    syncReason: text("sync_reason"),
    /** Results of the last finished run: counts, and skipped pages with the reason. */
    syncReport: jsonb("sync_report"),
    syncedAt: timestamp("synced_at", { withTimezone: true }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique("knowledge_sources_origin_unique").on(table.tenantId, table.chatbotId, table.origin),
    foreignKey({
      name: "knowledge_sources_chatbot_fk",
      columns: [table.tenantId, table.chatbotId],
      foreignColumns: [chatbots.tenantId, chatbots.id],
    }).onDelete("cascade"),
  ],
);

export const documents = platform.table(
  "documents",
  {
    tenantId: tenantId(),
    id: id("id", "doc").notNull(),
    chatbotId: id("chatbot_id", "bot").notNull(),
    sourceId: id("source_id", "src").notNull(),
    /** Path inside the source, with `/`. */
    path: text("path").notNull(),
    title: text("title").notNull(),
    format: text("format", { enum: ["markdown", "text"] }).notNull(),
    content: text("content").notNull(),
    /** Start offsets of pages or slides in `content`, in UTF-16 units; null if the document has none. */
    pageKind: text("page_kind", { enum: ["page", "slide"] }),
    pageStarts: integer("page_starts").array(),
    /** Validators from the web server that identify this version (RFC 9110, 8.8). */
    etag: text("etag"),
    lastModified: text("last_modified"),
    /**
     * For a web page: its body's hash, and its links, so that a crawl can follow them even if the page is
     * unchanged.
     */
    page: jsonb("page"),
    /**
     * What the text lacks: text in the file that a reader would not see, and content that is not read. It is
     * reported but never searched.
     */
    hidden: jsonb("hidden"),
    /** Where the original is stored; null for text without a file. */
    originalKey: text("original_key"),
    /** All embedding models this document has vectors for: two while the model is being changed. */
    embeddingModels: text("embedding_models").array().notNull().default([]),
    /** SHA-256 of the original. */
    contentHash: text("content_hash").notNull(),
    /**
     * Parser version, language and embedding model of the chunks. If one differs, the document is ingested
     * again.
     */
    pipeline: text("pipeline").notNull(),
    chunkCount: integer("chunk_count").notNull(),
    windowCount: integer("window_count").notNull(),
    lexemeCount: bigint("lexeme_count", { mode: "number" }).notNull(),
    /** How its words were taken from its chunks. Where the version is behind, it is indexed again. */
    wordIndex: smallint("word_index").notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique("documents_path_unique").on(table.tenantId, table.sourceId, table.path),
    foreignKey({
      name: "documents_source_fk",
      columns: [table.tenantId, table.sourceId],
      foreignColumns: [knowledgeSources.tenantId, knowledgeSources.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "documents_chatbot_fk",
      columns: [table.tenantId, table.chatbotId],
      foreignColumns: [chatbots.tenantId, chatbots.id],
    }).onDelete("cascade"),
  ],
);

/**
 * Ingestions, running or finished: one row for each path of a source, with any outcome. The document is
 * written only when it is complete, so readers see the old one until then.
 */
export const ingestions = platform.table(
  "ingestions",
  {
    tenantId: tenantId(),
    id: id("id", "ing").notNull(),
    chatbotId: id("chatbot_id", "bot").notNull(),
    sourceId: id("source_id", "src").notNull(),
    path: text("path").notNull(),
    state: text("state", {
      enum: ["queued", "fetching", "parsing", "embedding", "ready", "failed", "cancelled"],
    }).notNull(),
    /** Increased with each request for this path. A job with an earlier revision stops writing. */
    revision: integer("revision").notNull(),
    /** How the ingestion ended. */
    outcome: text("outcome", { enum: ["created", "replaced", "unchanged"] }),
    /** Why it failed, shown to people. */
    reason: text("reason"),
    /** Windows embedded, of how many. */
    done: integer("done").notNull().default(0),
    total: integer("total").notNull().default(0),
    /** The original that is still to be read; null for a page that is still to be fetched. */
    originalKey: text("original_key"),
    originalBytes: bigint("original_bytes", { mode: "number" }),
    /** The declared content type; null if it is detected from the content. */
    mediaType: text("media_type"),
    /** Metadata of the fetched page, stored with its content when that is complete. */
    page: jsonb("page"),
    attempts: integer("attempts").notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    finishedAt: timestamp("finished_at", { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique("ingestions_path_unique").on(table.tenantId, table.sourceId, table.path),
    foreignKey({
      name: "ingestions_source_fk",
      columns: [table.tenantId, table.sourceId],
      foreignColumns: [knowledgeSources.tenantId, knowledgeSources.id],
    }).onDelete("cascade"),
  ],
);

export const chunks = platform.table(
  "chunks",
  {
    tenantId: tenantId(),
    documentId: id("document_id", "doc").notNull(),
    ordinal: integer("ordinal").notNull(),
    chatbotId: id("chatbot_id", "bot").notNull(),
    headingPath: text("heading_path").array().notNull(),
    /** UTF-16 offsets into `documents.content`. */
    startOffset: integer("start_offset").notNull(),
    endOffset: integer("end_offset").notNull(),
    /** Title path and other words shown around the passage. They are searched but not quoted. */
    context: text("context").notNull(),
    content: text("content").notNull(),
    language: regconfig("language").notNull(),
    /** Read by workers of the release before, which take their words from it while both run. */
    searchVector: tsvector("search_vector").generatedAlwaysAs(
      sql`setweight(to_tsvector(language, context), 'A') || to_tsvector(language, content)`,
    ),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.documentId, table.ordinal] }),
    index("chunks_chatbot_index").on(table.tenantId, table.chatbotId),
    foreignKey({
      name: "chunks_document_fk",
      columns: [table.tenantId, table.documentId],
      foreignColumns: [documents.tenantId, documents.id],
    }).onDelete("cascade"),
  ],
);

/** The inverted index for BM25: one row for each lexeme of each document, with parallel arrays. */
export const postings = platform.table(
  "postings",
  {
    tenantId: tenantId(),
    chatbotId: id("chatbot_id", "bot").notNull(),
    lexeme: text("lexeme").notNull(),
    documentId: id("document_id", "doc").notNull(),
    ordinals: integer("ordinals").array().notNull(),
    /** How often each chunk contains the lexeme. */
    frequencies: integer("frequencies").array().notNull(),
    /** How many lexemes each chunk has in total. */
    lengths: integer("lengths").array().notNull(),
    /**
     * Number of chunks of the document that contain the lexeme. It is in the primary key's index, so counting
     * reads no rows.
     */
    chunkCount: integer("chunk_count").notNull().generatedAlwaysAs(sql`cardinality(ordinals)`),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.chatbotId, table.lexeme, table.documentId] }),
    index("postings_document_index").on(table.tenantId, table.documentId),
    foreignKey({
      name: "postings_document_fk",
      columns: [table.tenantId, table.documentId],
      foreignColumns: [documents.tenantId, documents.id],
    }).onDelete("cascade"),
  ],
);

/** One row per embedded window. A chunk's score is the score of its best window. */
export const embeddings = platform.table(
  "embeddings",
  {
    tenantId: tenantId(),
    documentId: id("document_id", "doc").notNull(),
    ordinal: integer("ordinal").notNull(),
    windowNumber: integer("window_number").notNull(),
    chatbotId: id("chatbot_id", "bot").notNull(),
    model: text("model").notNull(),
    embedding: embedding("embedding").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.tenantId, table.documentId, table.ordinal, table.windowNumber, table.model],
    }),
    index("embeddings_scope_index").on(table.tenantId, table.chatbotId, table.model),
    foreignKey({
      name: "embeddings_chunk_fk",
      columns: [table.tenantId, table.documentId, table.ordinal],
      foreignColumns: [chunks.tenantId, chunks.documentId, chunks.ordinal],
    }).onDelete("cascade"),
  ],
);

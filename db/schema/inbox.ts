import { boolean, date, foreignKey, index, jsonb, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { gapReasons, gapStates } from "#lib/inbox/schema.ts";
import { chatbots } from "./chatbot.ts";
import { createdAt, id, tenantId } from "./columns.ts";
import { conversations, turns } from "./conversation.ts";
import { platform } from "./platform.ts";

const conversationId = () => id("conversation_id", "cnv").notNull();

/** Words that members put on a conversation to find it again. */
export const conversationLabels = platform.table(
  "conversation_labels",
  { tenantId: tenantId(), conversationId: conversationId(), label: text("label").notNull() },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.conversationId, table.label] }),
    index("conversation_labels_index").on(table.tenantId, table.label),
    foreignKey({
      name: "conversation_labels_conversation_fk",
      columns: [table.tenantId, table.conversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
    }).onDelete("cascade"),
  ],
);

/** What members wrote to each other about a conversation. Its person does not see it. */
export const conversationNotes = platform.table(
  "conversation_notes",
  {
    tenantId: tenantId(),
    id: id("id", "nte").notNull(),
    conversationId: conversationId(),
    authorId: id("author_id", "usr").notNull(),
    text: text("text").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("conversation_notes_index").on(table.tenantId, table.conversationId, table.id),
    foreignKey({
      name: "conversation_notes_conversation_fk",
      columns: [table.tenantId, table.conversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
    }).onDelete("cascade"),
  ],
);

/** Which member read which conversation on which day (UTC), so that the audit log says it once. */
export const transcriptReads = platform.table(
  "transcript_reads",
  {
    tenantId: tenantId(),
    conversationId: conversationId(),
    readerId: id("reader_id", "usr").notNull(),
    day: date("day", { mode: "string" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.conversationId, table.readerId, table.day] }),
    foreignKey({
      name: "transcript_reads_conversation_fk",
      columns: [table.tenantId, table.conversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
    }).onDelete("cascade"),
  ],
);

/**
 * What people asked in several wordings without a good answer. It holds none of their words: those are the
 * questions of its turns, which are deleted with them.
 */
export const gaps = platform.table(
  "gaps",
  {
    tenantId: tenantId(),
    id: id("id", "gap").notNull(),
    chatbotId: id("chatbot_id", "bot").notNull(),
    state: text("state", { enum: gapStates }).notNull().default("open"),
    /** The question as a member wrote it for its curated answer. */
    question: text("question"),
    /** When a member answered it or declared it out of scope. */
    settledAt: timestamp("settled_at", { withTimezone: true }),
    /** When someone asked it again without a good answer although it was answered. */
    reopenedAt: timestamp("reopened_at", { withTimezone: true }),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("gaps_chatbot_index").on(table.tenantId, table.chatbotId, table.state),
    foreignKey({
      name: "gaps_chatbot_fk",
      columns: [table.tenantId, table.chatbotId],
      foreignColumns: [chatbots.tenantId, chatbots.id],
    }).onDelete("cascade"),
  ],
);

/** A turn whose answer was not good, and why. */
export const gapQuestions = platform.table(
  "gap_questions",
  {
    tenantId: tenantId(),
    turnId: id("turn_id", "trn").notNull(),
    gapId: id("gap_id", "gap").notNull(),
    reason: text("reason", { enum: gapReasons }).notNull(),
    askedAt: timestamp("asked_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.turnId] }),
    index("gap_questions_gap_index").on(table.tenantId, table.gapId, table.askedAt),
    foreignKey({
      name: "gap_questions_gap_fk",
      columns: [table.tenantId, table.gapId],
      foreignColumns: [gaps.tenantId, gaps.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "gap_questions_turn_fk",
      columns: [table.tenantId, table.turnId],
      foreignColumns: [turns.tenantId, turns.id],
    }).onDelete("cascade"),
  ],
);

/** Questions with what a right answer to them is, as `parley eval` reads them. */
export const goldenQuestions = platform.table(
  "golden_questions",
  {
    tenantId: tenantId(),
    id: id("id", "gdn").notNull(),
    chatbotId: id("chatbot_id", "bot").notNull(),
    /** The gap it was made from, whose later answer replaces it. */
    gapId: id("gap_id", "gap"),
    question: text("question").notNull(),
    /** Paths of documents of which any counts. */
    sources: jsonb("sources").$type<string[]>().notNull().default([]),
    isUnanswerable: boolean("is_unanswerable").notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("golden_questions_chatbot_index").on(table.tenantId, table.chatbotId, table.createdAt),
    index("golden_questions_gap_index").on(table.tenantId, table.gapId),
    foreignKey({
      name: "golden_questions_chatbot_fk",
      columns: [table.tenantId, table.chatbotId],
      foreignColumns: [chatbots.tenantId, chatbots.id],
    }).onDelete("cascade"),
  ],
);

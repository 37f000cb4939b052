import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  real,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { grants } from "#lib/access/schema.ts";
import { channels, ratings, turnErrorCodes, turnStates } from "#lib/conversation/schema.ts";
import { groundings } from "#lib/mark-parsing/grounding.ts";
import type { PlacedCard, SkillCall } from "#lib/skills/card.ts";
import { chatbots } from "./chatbot.ts";
import { createdAt, id, tenantId, updatedAt } from "./columns.ts";
import { documents } from "./knowledge.ts";
import { platform } from "./platform.ts";

export const conversations = platform.table(
  "conversations",
  {
    tenantId: tenantId(),
    id: id("id", "cnv").notNull(),
    chatbotId: id("chatbot_id", "bot").notNull(),
    userIdHash: text("user_id_hash").notNull(),
    /** The name the client gave before it knew the id; unique per person, so it says nothing to others. */
    clientKey: text("client_key").notNull(),
    title: text("title").notNull(),
    channel: text("channel", { enum: channels }).notNull().default("page"),
    /** The member who answers in place of the chatbot, and when they last did something. */
    handledBy: id("handled_by", "usr"),
    handledAt: timestamp("handled_at", { withTimezone: true }),
    lastSeq: integer("last_seq").notNull().default(0),
    lastEpoch: integer("last_epoch").notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique("conversations_client_key_unique").on(table.tenantId, table.userIdHash, table.clientKey),
    index("conversations_recent_index").on(
      table.tenantId,
      table.userIdHash,
      table.chatbotId,
      table.updatedAt.desc(),
    ),
    index("conversations_handled_index")
      .on(table.tenantId, table.handledAt)
      .where(sql`handled_by is not null`),
    index("conversations_inbox_index").on(table.tenantId, table.updatedAt, table.id),
    foreignKey({
      name: "conversations_chatbot_fk",
      columns: [table.tenantId, table.chatbotId],
      foreignColumns: [chatbots.tenantId, chatbots.id],
    }).onDelete("cascade"),
  ],
);

export const messages = platform.table(
  "messages",
  {
    tenantId: tenantId(),
    id: id("id", "msg").notNull(),
    conversationId: id("conversation_id", "cnv").notNull(),
    seq: integer("seq").notNull(),
    role: text("role", { enum: ["user", "assistant"] }).notNull(),
    clientMessageId: text("client_message_id"),
    contentFull: text("content_full").notNull(),
    contentBrief: text("content_brief").notNull(),
    cards: jsonb("cards").$type<PlacedCard[]>().notNull().default([]),
    /** Skills that were used for it. */
    skills: jsonb("skills").$type<SkillCall[]>().notNull().default([]),
    userIdHash: text("user_id_hash").notNull(),
    /** The member who wrote it in place of the chatbot; it then has no turn. */
    authorId: id("author_id", "usr"),
    /** Set when a newer answer to the same question took its place; the row is kept. */
    supersededAt: timestamp("superseded_at", { withTimezone: true }),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique("messages_seq_unique").on(table.tenantId, table.conversationId, table.seq),
    unique("messages_client_id_unique").on(table.tenantId, table.conversationId, table.clientMessageId),
    index("messages_person_index").on(table.tenantId, table.userIdHash, table.createdAt.desc()),
    foreignKey({
      name: "messages_conversation_fk",
      columns: [table.tenantId, table.conversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
    }).onDelete("cascade"),
  ],
);

/** An answer, in progress or finished. */
export const turns = platform.table(
  "turns",
  {
    tenantId: tenantId(),
    id: id("id", "trn").notNull(),
    conversationId: id("conversation_id", "cnv").notNull(),
    questionId: id("question_id", "msg").notNull(),
    answerId: id("answer_id", "msg").notNull(),
    state: text("state", { enum: turnStates }).notNull().default("running"),
    errorCode: text("error_code", { enum: turnErrorCodes }),
    provider: text("provider").notNull(),
    model: text("model").notNull(),
    attempts: integer("attempts").notNull().default(0),
    /**
     * The epoch: only the process that holds this number may write the turn. It increases across all turns of
     * a conversation.
     */
    epoch: integer("epoch").notNull().default(0),
    inputTokens: integer("input_tokens"),
    outputTokens: integer("output_tokens"),
    /** Null until the answer is complete. */
    grounding: text("grounding", { enum: groundings }),
    /** How much of the question the best passages cover, 0 to 1; null where none were searched. */
    evidence: real("evidence"),
    startedAt: timestamp("started_at", { withTimezone: true }).notNull().defaultNow(),
    firstTokenAt: timestamp("first_token_at", { withTimezone: true }),
    heartbeatAt: timestamp("heartbeat_at", { withTimezone: true }).notNull().defaultNow(),
    stopRequestedAt: timestamp("stop_requested_at", { withTimezone: true }),
    /** Set while the turn is queued: no process writes it yet, and its epoch is 0. */
    waitingSince: timestamp("waiting_since", { withTimezone: true }),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    /** What the asker may use beside the knowledge, as admitted when they asked. */
    grants: text("grants", { enum: grants }).array().notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("turns_running_unique")
      .on(table.tenantId, table.conversationId)
      .where(sql`state = 'running' and waiting_since is null`),
    index("turns_waiting_index")
      .on(table.tenantId, table.conversationId)
      .where(sql`state = 'running' and waiting_since is not null`),
    unique("turns_answer_unique").on(table.tenantId, table.answerId),
    foreignKey({
      name: "turns_question_fk",
      columns: [table.tenantId, table.questionId],
      foreignColumns: [messages.tenantId, messages.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "turns_answer_fk",
      columns: [table.tenantId, table.answerId],
      foreignColumns: [messages.tenantId, messages.id],
    }).onDelete("cascade"),
    index("turns_question_index").on(table.tenantId, table.questionId),
    index("turns_epoch_index").on(table.tenantId, table.conversationId, table.epoch),
    // Finds the few declined or uncited ones among many.
    index("turns_grounding_index")
      .on(table.tenantId, table.grounding, table.startedAt)
      .where(sql`grounding is not null`),
    // Finds the last minutes of all workspaces. A BRIN index stays small and costs nothing when a row
    // changes.
    index("turns_started_index").using("brin", table.startedAt),
  ],
);

/** The turn log: what a turn sent, one row per flush. Purged some time after the turn ends. */
export const turnLog = platform.table(
  "turn_log",
  {
    tenantId: tenantId(),
    turnId: id("turn_id", "trn").notNull(),
    epoch: integer("epoch").notNull(),
    firstOffset: integer("first_offset").notNull(),
    /** A JSON array. Text, so that it is kept byte for byte. */
    chunks: text("chunks").notNull(),
    writtenAt: timestamp("written_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.turnId, table.epoch, table.firstOffset] }),
    index("turn_log_written_index").on(table.writtenAt),
    foreignKey({
      name: "turn_log_turn_fk",
      columns: [table.tenantId, table.turnId],
      foreignColumns: [turns.tenantId, turns.id],
    }).onDelete("cascade"),
  ],
);

/** The passage a citation mark refers to. Deleted with its document: a removed source is no longer quoted. */
export const citations = platform.table(
  "citations",
  {
    tenantId: tenantId(),
    messageId: id("message_id", "msg").notNull(),
    number: integer("number").notNull(),
    documentId: id("document_id", "doc").notNull(),
    /** The document's version when it was quoted: the offsets below hold only while it is the same. */
    documentVersion: text("document_version").notNull(),
    ordinal: integer("ordinal").notNull(),
    startOffset: integer("start_offset").notNull(),
    endOffset: integer("end_offset").notNull(),
    headingPath: text("heading_path").array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.messageId, table.number] }),
    index("citations_document_index").on(table.tenantId, table.documentId),
    foreignKey({
      name: "citations_message_fk",
      columns: [table.tenantId, table.messageId],
      foreignColumns: [messages.tenantId, messages.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "citations_document_fk",
      columns: [table.tenantId, table.documentId],
      foreignColumns: [documents.tenantId, documents.id],
    }).onDelete("cascade"),
  ],
);

/** How the person who asked rated an answer. */
export const feedback = platform.table(
  "feedback",
  {
    tenantId: tenantId(),
    messageId: id("message_id", "msg").notNull(),
    chatbotId: id("chatbot_id", "bot").notNull(),
    rating: text("rating", { enum: ratings }).notNull(),
    reason: text("reason"),
    text: text("text"),
    ratedAt: timestamp("rated_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.messageId] }),
    index("feedback_recent_index").on(table.tenantId, table.chatbotId, table.ratedAt, table.messageId),
    foreignKey({
      name: "feedback_message_fk",
      columns: [table.tenantId, table.messageId],
      foreignColumns: [messages.tenantId, messages.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "feedback_chatbot_fk",
      columns: [table.tenantId, table.chatbotId],
      foreignColumns: [chatbots.tenantId, chatbots.id],
    }).onDelete("cascade"),
  ],
);

import { date, foreignKey, index, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, id, tenantId } from "./columns.ts";
import { conversations } from "./conversation.ts";
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

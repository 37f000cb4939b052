import { foreignKey, index, jsonb, primaryKey, text, timestamp, unique } from "drizzle-orm/pg-core";
import type { ModerationAction, ModerationDetails, ReportReason, ReportState } from "#lib/rooms/schema.ts";
import { createdAt, id, tenantId } from "./columns.ts";
import { platform } from "./platform.ts";
import { roomMessages, roomParticipants, rooms } from "./rooms.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });
const participantKey = { tenantId: roomParticipants.tenantId, roomId: roomParticipants.roomId };

/** Messages that wait for approval. An approved one becomes a row of `room_messages` under the same id. */
export const roomHeldMessages = platform.table(
  "room_held_messages",
  {
    tenantId: tenantId(),
    roomId: id("room_id", "rom").notNull(),
    id: id("id", "rmg").notNull(),
    participantId: id("participant_id", "par").notNull(),
    clientMessageId: text("client_message_id"),
    content: text("content").notNull(),
    replyTo: id("reply_to", "rmg"),
    createdAt: moment("created_at").notNull(),
    /** Set while it is refused; its author still sees it. */
    refusedAt: moment("refused_at"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.roomId, table.id] }),
    unique("room_held_messages_client_id_unique").on(
      table.tenantId,
      table.roomId,
      table.participantId,
      table.clientMessageId,
    ),
    foreignKey({
      name: "room_held_messages_participant_fk",
      columns: [table.tenantId, table.roomId, table.participantId],
      foreignColumns: [participantKey.tenantId, participantKey.roomId, roomParticipants.id],
    }).onDelete("cascade"),
  ],
);

/** At most one per participant and message. */
export const roomReports = platform.table(
  "room_reports",
  {
    tenantId: tenantId(),
    roomId: id("room_id", "rom").notNull(),
    id: id("id", "rep").notNull(),
    messageId: id("message_id", "rmg").notNull(),
    reporterId: id("reporter_id", "par").notNull(),
    reason: text("reason").$type<ReportReason>().notNull(),
    note: text("note").notNull().default(""),
    state: text("state").$type<ReportState>().notNull().default("open"),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.roomId, table.id] }),
    unique("room_reports_once").on(table.tenantId, table.roomId, table.messageId, table.reporterId),
    index("room_reports_recent_index").on(table.tenantId, table.id.desc()),
    foreignKey({
      name: "room_reports_message_fk",
      columns: [table.tenantId, table.roomId, table.messageId],
      foreignColumns: [roomMessages.tenantId, roomMessages.roomId, roomMessages.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "room_reports_reporter_fk",
      columns: [table.tenantId, table.roomId, table.reporterId],
      foreignColumns: [participantKey.tenantId, participantKey.roomId, roomParticipants.id],
    }).onDelete("cascade"),
  ],
);

/** Who did what to whom in a room. It holds no message texts and no names of people. */
export const roomModeration = platform.table(
  "room_moderation",
  {
    tenantId: tenantId(),
    roomId: id("room_id", "rom").notNull(),
    id: id("id", "mod").notNull(),
    /** Null for the workspace's members, who act from Studio. */
    actorId: id("actor_id", "par"),
    action: text("action").$type<ModerationAction>().notNull(),
    targetId: id("target_id", "par"),
    messageId: id("message_id", "rmg"),
    /** What undoing it needs. */
    details: jsonb("details").$type<ModerationDetails>().notNull(),
    createdAt: moment("created_at").notNull(),
    undoneAt: moment("undone_at"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.roomId, table.id] }),
    index("room_moderation_recent_index").on(table.tenantId, table.id.desc()),
    foreignKey({
      name: "room_moderation_room_fk",
      columns: [table.tenantId, table.roomId],
      foreignColumns: [rooms.tenantId, rooms.id],
    }).onDelete("cascade"),
  ],
);

/** Names that participants had before, for moderators. */
export const roomNames = platform.table(
  "room_names",
  {
    tenantId: tenantId(),
    roomId: id("room_id", "rom").notNull(),
    participantId: id("participant_id", "par").notNull(),
    name: text("name").notNull(),
    /** When it was replaced, and who did it. */
    until: moment("until").notNull(),
    changedBy: id("changed_by", "par").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.roomId, table.participantId, table.until] }),
    foreignKey({
      name: "room_names_participant_fk",
      columns: [table.tenantId, table.roomId, table.participantId],
      foreignColumns: [participantKey.tenantId, participantKey.roomId, roomParticipants.id],
    }).onDelete("cascade"),
  ],
);

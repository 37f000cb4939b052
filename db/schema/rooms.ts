import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { RoomSettings } from "#lib/rooms/schema.ts";
import { chatbots } from "./chatbot.ts";
import { createdAt, id, tenantId } from "./columns.ts";
import { platform } from "./platform.ts";
import { tenants } from "./tenant.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const rooms = platform.table(
  "rooms",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    id: id("id", "rom").notNull(),
    code: text("code").notNull(),
    title: text("title").notNull(),
    chatbotId: id("chatbot_id", "bot"),
    state: text("state", { enum: ["open", "locked", "archived"] })
      .notNull()
      .default("open"),
    settings: jsonb("settings").$type<RoomSettings>().notNull(),
    passwordHash: text("password_hash"),
    /** Raised when the log is restored from a backup, which invalidates positions of earlier epochs. */
    epoch: integer("epoch").notNull().default(1),
    /** Position of the newest event. Increased only under the row's lock, so the log has no gaps. */
    lastOffset: integer("last_offset").notNull().default(0),
    /** Questions up to this position have been answered. */
    answeredOffset: integer("answered_offset").notNull().default(0),
    /** Position of the newest question, and when its answer is due. */
    askedOffset: integer("asked_offset").notNull().default(0),
    askedAt: moment("asked_at"),
    /** Everything up to this position has been summarized. */
    recapOffset: integer("recap_offset").notNull().default(0),
    /** Up to where the recap that is being made goes. */
    recapUntil: integer("recap_until"),
    /** When the next recap is due, or the one that is being made is tried again. */
    recapAt: moment("recap_at"),
    /** The picture that is shown with the title, in the object store. */
    coverId: id("cover_id", "cov"),
    coverBytes: integer("cover_bytes"),
    /** The message that someone paid to pin, and the payment. */
    pinnedId: id("pinned_id", "rmg"),
    pinnedBy: id("pinned_by", "pay"),
    createdAt: createdAt(),
    expiresAt: moment("expires_at"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("rooms_recent_index").on(table.tenantId, table.createdAt.desc()),
    index("rooms_unanswered_index").on(table.askedAt).where(sql`asked_offset > answered_offset`),
    index("rooms_recap_index").on(table.recapAt).where(sql`recap_at is not null`),
    index("rooms_expiry_index").on(table.expiresAt).where(sql`expires_at is not null`),
    foreignKey({
      name: "rooms_chatbot_fk",
      columns: [table.tenantId, table.chatbotId],
      foreignColumns: [chatbots.tenantId, chatbots.id],
    }).onDelete("set null"),
  ],
);

const roomKey = (name: string, table: { tenantId: typeof rooms.tenantId; roomId: typeof rooms.id }) =>
  foreignKey({
    name,
    columns: [table.tenantId, table.roomId],
    foreignColumns: [rooms.tenantId, rooms.id],
  }).onDelete("cascade");

export const roomParticipants = platform.table(
  "room_participants",
  {
    tenantId: tenantId(),
    roomId: id("room_id", "rom").notNull(),
    id: id("id", "par").notNull(),
    role: text("role", { enum: ["host", "moderator", "participant", "bot"] }).notNull(),
    name: text("name").notNull(),
    /** What the name looks like (`nameKey`). Null after someone left without posting: others may take it. */
    nameKey: text("name_key"),
    /** Pseudonym of a person with an account; null for guests and the chatbot. */
    userIdHash: text("user_id_hash"),
    /** Keyed hash of the address that a guest joined from, by which a ban recognizes them. */
    addressHash: text("address_hash"),
    mutedUntil: moment("muted_until"),
    lastPostAt: moment("last_post_at"),
    /** Position up to which they have read. */
    readOffset: integer("read_offset").notNull().default(0),
    joinedAt: moment("joined_at").notNull().defaultNow(),
    leftAt: moment("left_at"),
    /** Why they are not in the room; null while they are. `waiting` and `refused`: in the lobby. */
    departure: text("departure", { enum: ["left", "removed", "banned", "waiting", "refused"] }),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.roomId, table.id] }),
    unique("room_participants_name_unique").on(table.tenantId, table.roomId, table.nameKey),
    uniqueIndex("room_participants_person_unique")
      .on(table.tenantId, table.roomId, table.userIdHash)
      .where(sql`user_id_hash is not null`),
    roomKey("room_participants_room_fk", table as never),
  ],
);

export const roomMessages = platform.table(
  "room_messages",
  {
    tenantId: tenantId(),
    roomId: id("room_id", "rom").notNull(),
    id: id("id", "rmg").notNull(),
    participantId: id("participant_id", "par").notNull(),
    clientMessageId: text("client_message_id"),
    /** Position of the event that announced it, which orders messages. */
    offset: integer("offset").notNull(),
    /** Empty for an answer, whose text is the chatbot's message, and after deletion. */
    content: text("content").notNull(),
    replyTo: id("reply_to", "rmg"),
    isQuestion: boolean("is_question").notNull().default(false),
    conversationId: id("conversation_id", "cnv"),
    turnId: id("turn_id", "trn"),
    answerId: id("answer_id", "msg"),
    /** Of a recap: the position after which it begins. */
    recapFrom: integer("recap_from"),
    createdAt: moment("created_at").notNull(),
    /** Of a line that shows a tip, which has no text. */
    tip: jsonb("tip").$type<{ amount: number; currency: string }>(),
    editedAt: moment("edited_at"),
    deletedAt: moment("deleted_at"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.roomId, table.id] }),
    unique("room_messages_offset_unique").on(table.tenantId, table.roomId, table.offset),
    unique("room_messages_client_id_unique").on(
      table.tenantId,
      table.roomId,
      table.participantId,
      table.clientMessageId,
    ),
    // Small, and enough to count the messages of a day.
    index("room_messages_age_index").using("brin", table.createdAt),
    index("room_messages_question_index")
      .on(table.tenantId, table.roomId, table.offset)
      .where(sql`is_question`),
    foreignKey({
      name: "room_messages_participant_fk",
      columns: [table.tenantId, table.roomId, table.participantId],
      foreignColumns: [roomParticipants.tenantId, roomParticipants.roomId, roomParticipants.id],
    }).onDelete("cascade"),
  ],
);

/** Files that people share. Without a message, one is uploaded and not sent yet. */
export const roomFiles = platform.table(
  "room_files",
  {
    tenantId: tenantId(),
    roomId: id("room_id", "rom").notNull(),
    id: id("id", "rat").notNull(),
    participantId: id("participant_id", "par").notNull(),
    messageId: id("message_id", "rmg"),
    kind: text("kind", { enum: ["image", "file"] }).notNull(),
    name: text("name").notNull(),
    mediaType: text("media_type").notNull(),
    bytes: integer("bytes").notNull(),
    width: integer("width"),
    height: integer("height"),
    createdAt: moment("created_at").notNull(),
    /** Since its message was deleted; the file follows. */
    discardedAt: moment("discarded_at"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.roomId, table.id] }),
    index("room_files_message_index").on(table.tenantId, table.roomId, table.messageId),
    index("room_files_unused_index")
      .on(table.createdAt)
      .where(sql`message_id is null or discarded_at is not null`),
    foreignKey({
      name: "room_files_message_fk",
      columns: [table.tenantId, table.roomId, table.messageId],
      foreignColumns: [roomMessages.tenantId, roomMessages.roomId, roomMessages.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "room_files_participant_fk",
      columns: [table.tenantId, table.roomId, table.participantId],
      foreignColumns: [roomParticipants.tenantId, roomParticipants.roomId, roomParticipants.id],
    }).onDelete("cascade"),
  ],
);

export const roomReactions = platform.table(
  "room_reactions",
  {
    tenantId: tenantId(),
    roomId: id("room_id", "rom").notNull(),
    messageId: id("message_id", "rmg").notNull(),
    participantId: id("participant_id", "par").notNull(),
    emoji: text("emoji").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({
      name: "room_reactions_pk",
      columns: [table.tenantId, table.roomId, table.messageId, table.participantId, table.emoji],
    }),
    foreignKey({
      name: "room_reactions_message_fk",
      columns: [table.tenantId, table.roomId, table.messageId],
      foreignColumns: [roomMessages.tenantId, roomMessages.roomId, roomMessages.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "room_reactions_participant_fk",
      columns: [table.tenantId, table.roomId, table.participantId],
      foreignColumns: [roomParticipants.tenantId, roomParticipants.roomId, roomParticipants.id],
    }).onDelete("cascade"),
  ],
);

/** The log of a room, in order. Payloads name rows and hold no text, so a deleted message leaves nothing. */
export const roomEvents = platform.table(
  "room_events",
  {
    tenantId: tenantId(),
    roomId: id("room_id", "rom").notNull(),
    epoch: integer("epoch").notNull(),
    offset: integer("offset").notNull(),
    kind: text("kind").notNull(),
    payload: jsonb("payload").$type<Record<string, string>>().notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.roomId, table.epoch, table.offset] }),
    roomKey("room_events_room_fk", table as never),
  ],
);

export const roomBans = platform.table(
  "room_bans",
  {
    tenantId: tenantId(),
    roomId: id("room_id", "rom").notNull(),
    participantId: id("participant_id", "par").notNull(),
    userIdHash: text("user_id_hash"),
    addressHash: text("address_hash"),
    until: moment("until").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.roomId, table.participantId] }),
    foreignKey({
      name: "room_bans_participant_fk",
      columns: [table.tenantId, table.roomId, table.participantId],
      foreignColumns: [roomParticipants.tenantId, roomParticipants.roomId, roomParticipants.id],
    }).onDelete("cascade"),
  ],
);

/** Who has a room open, per process. Unlogged, because after a database crash nobody is connected. */
export const roomPresence = platform.table(
  "room_presence",
  {
    tenantId: tenantId(),
    roomId: id("room_id", "rom").notNull(),
    processId: text("process_id").notNull(),
    participants: uuid("participants").array().notNull(),
    seenAt: moment("seen_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.roomId, table.processId] })],
);

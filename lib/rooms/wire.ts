import type { Citation, TurnState } from "#lib/conversation/schema.ts";
import type { Grounding } from "#lib/mark-parsing/grounding.ts";
import type {
  BotManner,
  ModerationAction,
  ParticipantChange,
  ReportReason,
  RoomAccess,
  RoomRole,
  RoomState,
} from "./schema.ts";

/** What clients receive, under the public API's names. Times are ISO 8601. */
export type WireRoom = {
  code: string;
  title: string;
  chatbot: { handle: string; name: string } | null;
  bot_manner: BotManner;
  access: RoomAccess;
  has_password: boolean;
  state: RoomState;
  slow_seconds: number;
  code_hidden: boolean;
  /** Whether messages of participants appear only after a moderator approved them. */
  hold: boolean;
  /** Whether people wait until a moderator lets them in. */
  lobby: boolean;
  /** How many people are in the room, not counting the chatbot. */
  people: number;
  /** The id of its picture (`…/cover`), which changes with the picture; null without one. */
  cover: string | null;
  /** The message that someone paid to pin. */
  pinned: { message_id: string; username: string; content: string } | null;
  created_at: string;
  expires_at: string | null;
};

export type WireParticipant = {
  id: string;
  name: string;
  role: RoomRole;
  muted_until: string | null;
  /** Whether they are in the room: neither left nor removed. */
  present: boolean;
  joined_at: string;
  /** The position up to which they have read the room. */
  read_offset: number;
};

export type WireFile = {
  id: string;
  /** Images are shown in place. */
  kind: "image" | "file";
  name: string;
  media_type: string;
  /** Bytes. */
  size: number;
  /** Of an image, in pixels. */
  width: number | null;
  height: number | null;
};

export type WireReaction = {
  emoji: string;
  count: number;
  /** The first people who reacted with it. */
  participant_ids: string[];
};

export type WireMessage = {
  id: string;
  chat_code: string;
  offset: number;
  client_id: string | null;
  participant_id: string;
  username: string;
  role: RoomRole;
  /** Empty for a deleted message, and for an answer until it ends. */
  content: string;
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
  reply_to: { id: string; username: string; content: string } | null;
  /** In the order in which each was first used. */
  reactions: WireReaction[];
  files: WireFile[];
  /** Set for a message that is not in the room yet, or was refused; its offset is 0. */
  held?: "pending" | "refused";
  /** Set for a line that shows a tip; in the smallest unit of the currency. */
  tip?: { amount: number; currency: string };
  answer: { state: TurnState; grounding: Grounding | null; citations: Citation[] } | null;
};

export type WireMessagePage = { messages: WireMessage[]; cursor: string | null };

type Body =
  | { kind: "message" | "answer" | "edit" | "delete" | "reaction"; message: WireMessage }
  | { kind: "join" | "leave"; participant: WireParticipant }
  | { kind: "participant"; participant: WireParticipant; change: ParticipantChange }
  | { kind: "room"; room: WireRoom }
  /** What moderators review has changed, or a held message of the reader. */
  | { kind: "review" }
  | { kind: "notice"; notice: "bot_unavailable"; code: string };

/** A durable event at a position in the room's log. */
export type WireEvent = {
  type: "event";
  offset: number;
  /** `epoch.offset` */
  cursor: string;
  created_at: string;
} & Body;

export type WireSnapshot = WireMessagePage & { participants: WireParticipant[] };

/** What waits for a moderator. Participants get only their own held messages. */
export type WireReview = {
  held: WireMessage[];
  waiting: WireParticipant[];
  reports: WireReport[];
};

export type WireReport = {
  id: string;
  reason: ReportReason;
  note: string;
  reporter: string;
  created_at: string;
  message: { id: string; participant_id: string; username: string; content: string; is_deleted: boolean };
};

export type WireModeration = {
  id: string;
  action: ModerationAction;
  /** Null for the workspace's members, who act from Studio. */
  actor: string | null;
  target: string | null;
  minutes: number | null;
  created_at: string;
  is_undone: boolean;
  /** Whether the reader may undo it. */
  can_undo: boolean;
};

export type WireModerationPage = { entries: WireModeration[]; cursor: string | null };

export type WireBan = { participant: WireParticipant; until: string };

export type WirePresence = { count: number; participants: WireParticipant[] };

/** What is shown for a moment. It has no position in the log and may be lost. */
export type WireSignal =
  | { type: "typing"; participant_id: string }
  | { type: "read"; participant_id: string; offset: number };

/** What a reader of a room receives. Only events are durable and have a position. */
export type WireFrame =
  | WireSignal
  | { type: "welcome"; cursor: string; self: WireParticipant; room: WireRoom; snapshot?: WireSnapshot }
  /** The reader is in the lobby. The welcome follows when they are let in. */
  | { type: "waiting" }
  /** The reader's cursor is invalid: a welcome with a snapshot follows and replaces their state. */
  | { type: "resync"; reason: "foreign" | "too_far" | "pruned" }
  | WireEvent
  | ({ type: "presence" } & WirePresence)
  /** The text so far of an answer that is being generated. */
  | { type: "delta"; message_id: string; text: string }
  | WireBye;

/** Ends a connection. `retryAfter`: seconds after which to connect again. */
export type WireBye = { type: "bye"; code: ByeCode; retryAfter?: number };

type ByeCode =
  | "removed"
  | "banned"
  | "refused"
  | "left"
  | "deleted"
  | "expired"
  /** This process is stopping; connect again, to another one. */
  | "draining"
  /** The reader was too slow; connect again with the cursor. */
  | "slow"
  /** The ticket was not accepted, or none was sent in time. */
  | "unauthorized"
  /** Too many connections or frames. */
  | "limited"
  /** The server could not read the room; connect again. */
  | "unavailable";

/** What a socket receives besides the room's frames. */
export type WireReply =
  /** The command with this id was carried out. `offset`: where the log has its message. */
  | { type: "ack"; id: string; offset?: number; messageId?: string; held?: "pending" | "refused" }
  /** It was refused. `id` is null if the frame had none. */
  | { type: "nack"; id: string | null; code: string; message: string; retryAfter?: number; reason?: string }
  /** Sent when nothing else was for a while, to show that the connection is alive. */
  | { type: "heartbeat" };

export const SOCKET_PROTOCOL = "parley.room.v1";

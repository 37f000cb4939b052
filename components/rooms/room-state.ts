import type {
  WireFile,
  WireFrame,
  WireMessage,
  WireMessagePage,
  WireParticipant,
  WireReview,
  WireRoom,
} from "#lib/rooms/wire.ts";

/**
 * A message of this tab that is not in the room's log yet. `waiting`: the server could not be reached;
 * `failed`: it refused.
 */
export type OwnMessage = {
  id: string;
  content: string;
  replyTo: WireMessage["reply_to"];
  files: readonly WireFile[];
  state: "queued" | "sending" | "waiting" | "failed";
  reason: string | null;
};

/** Someone who is typing. A later sign of theirs is another object. */
type Typist = { id: string };

export type EndReason = "removed" | "banned" | "refused" | "deleted" | "expired" | "left" | "gone";

export type Connection =
  | { kind: "connecting" }
  /** The reader is in the lobby. */
  | { kind: "waiting" }
  /** Events up to this offset are on their way. */
  | { kind: "catching-up"; until: number }
  | { kind: "live" }
  | { kind: "offline" }
  /** The page has been hidden for a while. */
  | { kind: "paused" }
  | { kind: "ended"; reason: EndReason };

export type RoomState = {
  room: WireRoom;
  self: WireParticipant;
  participants: readonly WireParticipant[];
  /** Who has the room open now; `count` may be larger than the list. */
  presence: { count: number; ids: ReadonlySet<string> } | null;
  /** By offset. */
  messages: readonly WireMessage[];
  /** Cursor of the page before the oldest message; null at the beginning of the room. */
  before: string | null;
  own: readonly OwnMessage[];
  /** What waits for a moderator; for participants, only their own held messages. */
  review: WireReview;
  /** How often the review has changed, so that it is loaded again. */
  reviews: number;
  /** The one who was noticed first comes first. */
  typing: readonly Typist[];
  /** Position in the room's log: `epoch.offset`. */
  cursor: string | null;
  connection: Connection;
  /** Offset of the newest message that was on the screen. */
  seen: number;
  /** The unread line is above the first message after this offset. */
  line: number | null;
  /** Whether the end of the messages is on the screen. */
  isWatching: boolean;
};

export type RoomAction =
  | { type: "frame"; frame: WireFrame }
  | { type: "connecting" | "offline" | "paused" }
  | { type: "ended"; reason: EndReason }
  /** `before`: the cursor with which the page was requested. */
  | { type: "older-loaded"; before: string | null; page: WireMessagePage }
  | { type: "watched"; isWatching: boolean }
  | { type: "wrote"; message: Pick<OwnMessage, "id" | "content" | "replyTo" | "files"> }
  | { type: "sending"; id: string }
  | { type: "placed"; message: WireMessage }
  | { type: "reviewed"; review: WireReview }
  | { type: "unreachable"; id: string }
  | { type: "refused"; id: string; reason: string }
  | { type: "retried" | "discarded"; id: string }
  /** The reader's own reaction. */
  | { type: "reacted"; messageId: string; emoji: string; on: boolean }
  | { type: "typing-over"; typist: Typist }
  | { type: "room-changed"; room: WireRoom }
  | { type: "participant-changed"; participant: WireParticipant };

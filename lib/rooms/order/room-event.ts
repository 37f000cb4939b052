import type { Id } from "#lib/core/ids.ts";
import type { ParticipantChange } from "../schema.ts";

/** A stored event: which rows changed. It holds no text, so a deleted message leaves nothing in the log. */
export type RoomEvent =
  | { kind: "message" | "answer" | "edit" | "delete" | "reaction"; messageId: Id<"rmg"> }
  | { kind: "join" | "leave"; participantId: Id<"par"> }
  | { kind: "participant"; participantId: Id<"par">; change: ParticipantChange }
  /** Something that moderators review has changed. It says nothing else, because everyone gets it. */
  | { kind: "room" | "review" }
  | { kind: "notice"; notice: "bot_unavailable"; code: string };

export type StoredEvent = RoomEvent & { offset: number; createdAt: Date };

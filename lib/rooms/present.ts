import type { Citation } from "#lib/conversation/schema.ts";
import { presentFile } from "./messages/present-file.ts";
import type { FileRow } from "./queries/files.ts";
import type { ShownHeld } from "./queries/held-messages.ts";
import type { ShownMessage } from "./queries/messages.ts";
import type { ParticipantRow } from "./queries/participants.ts";
import type { ReactionRow } from "./queries/reactions.ts";
import type { RoomRow } from "./queries/rooms.ts";
import type { WireMessage, WireParticipant, WireReaction, WireRoom } from "./wire.ts";

const QUOTE_CHARS = 200;

export function presentRoom(
  room: RoomRow,
  { people, chatbot, pinned }: Pick<WireRoom, "people" | "chatbot" | "pinned">,
): WireRoom {
  const { botManner, access, slowSeconds, codeHidden, hold = false, lobby = false } = room.settings;
  return {
    code: room.code,
    title: room.title,
    chatbot,
    bot_manner: botManner,
    access,
    has_password: room.passwordHash !== null,
    state: room.state,
    slow_seconds: slowSeconds,
    code_hidden: codeHidden,
    hold,
    lobby,
    people,
    cover: room.coverId,
    pinned,
    created_at: room.createdAt.toISOString(),
    expires_at: room.expiresAt?.toISOString() ?? null,
  };
}

/** A message that waits for approval, or was refused. */
export function presentHeld(
  code: string,
  { message, author }: ShownHeld,
  quoted: ShownMessage | undefined,
): WireMessage {
  const { refusedAt, ...rest } = message;
  const row = { ...rest, offset: 0, editedAt: null, deletedAt: null, isQuestion: false };
  const stored = { ...row, conversationId: null, turnId: null, answerId: null, recapFrom: null, tip: null };
  const { name: username, role } = author;
  const shown = { message: stored, username, role, answer: null, state: null, grounding: null };
  const held = refusedAt ? "refused" : "pending";
  return { ...presentMessage(code, shown, { quoted, citations: [], reactions: [], files: [] }), held };
}

export function presentParticipant(row: ParticipantRow): WireParticipant {
  const { id, name, role, mutedUntil, departure, joinedAt, readOffset } = row;
  return {
    id,
    name,
    role,
    muted_until: mutedUntil?.toISOString() ?? null,
    present: departure === null,
    joined_at: joinedAt.toISOString(),
    read_offset: readOffset,
  };
}

/** What belongs to a message besides its row. */
type Attached = {
  quoted: ShownMessage | undefined;
  citations: Citation[];
  reactions: ReactionRow[];
  files: FileRow[];
};

export function presentMessage(
  code: string,
  shown: ShownMessage,
  { quoted, citations, reactions, files }: Attached,
): WireMessage {
  const { message, username, role, state, grounding } = shown;
  const isDeleted = message.deletedAt !== null;
  const isAnswer = message.turnId !== null && !isDeleted;
  return {
    id: message.id,
    chat_code: code,
    offset: message.offset,
    client_id: message.clientMessageId,
    participant_id: message.participantId,
    username,
    role,
    content: textOf(shown),
    created_at: message.createdAt.toISOString(),
    edited_at: message.editedAt?.toISOString() ?? null,
    deleted_at: message.deletedAt?.toISOString() ?? null,
    reply_to: quoted
      ? {
          id: quoted.message.id,
          username: quoted.username,
          content: textOf(quoted).slice(0, QUOTE_CHARS).toWellFormed(),
        }
      : null,
    files: isDeleted ? [] : files.map(presentFile),
    reactions: isDeleted ? [] : countReactions(reactions),
    ...(message.tip && !isDeleted && { tip: message.tip }),
    // The answer's conversation may have been deleted since.
    answer: isAnswer ? { state: state ?? "interrupted", grounding, citations } : null,
  };
}

/** More ids would make the events of a large room heavy; the count says how many there are. */
const NAMED_REACTIONS = 100;

function countReactions(rows: ReactionRow[]): WireReaction[] {
  const byEmoji = Map.groupBy(rows, ({ emoji }) => emoji);
  return [...byEmoji].map(([emoji, own]) => ({
    emoji,
    count: own.length,
    participant_ids: own.slice(0, NAMED_REACTIONS).map(({ participantId }) => participantId),
  }));
}

function textOf({ message, answer }: ShownMessage): string {
  if (message.deletedAt) return "";
  return message.turnId ? (answer ?? "") : message.content;
}

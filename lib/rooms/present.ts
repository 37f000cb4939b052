import type { Citation } from "#lib/conversation/schema.ts";
import type { ShownMessage } from "./queries/messages.ts";
import type { ParticipantRow } from "./queries/participants.ts";
import type { RoomRow } from "./queries/rooms.ts";
import type { WireMessage, WireParticipant, WireRoom } from "./wire.ts";

const QUOTE_CHARS = 200;

export function presentRoom(
  room: RoomRow,
  { people, chatbot }: Pick<WireRoom, "people" | "chatbot">,
): WireRoom {
  const { botManner, access, slowSeconds, codeHidden } = room.settings;
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
    people,
    created_at: room.createdAt.toISOString(),
  };
}

export function presentParticipant(row: ParticipantRow): WireParticipant {
  const { id, name, role, mutedUntil, departure, joinedAt } = row;
  return {
    id,
    name,
    role,
    muted_until: mutedUntil?.toISOString() ?? null,
    present: departure === null,
    joined_at: joinedAt.toISOString(),
  };
}

export function presentMessage(
  code: string,
  shown: ShownMessage,
  quoted: ShownMessage | undefined,
  citations: Citation[],
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
    // The answer's conversation may have been deleted since.
    answer: isAnswer ? { state: state ?? "interrupted", grounding, citations } : null,
  };
}

function textOf({ message, answer }: ShownMessage): string {
  if (message.deletedAt) return "";
  return message.turnId ? (answer ?? "") : message.content;
}

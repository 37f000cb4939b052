import type { WireEvent, WireMessage, WireParticipant, WireRoom } from "#lib/rooms/wire.ts";
import { mergeMessages } from "./merge-messages.ts";
import type { RoomState } from "./room-state.ts";

/** Applies the next event of the room's log. Unknown kinds only move the position. */
export function applyEvent(state: RoomState, event: WireEvent): RoomState {
  switch (event.kind) {
    case "message":
      return {
        ...state,
        messages: mergeMessages(state.messages, [event.message]),
        review: withoutHeld(state.review, event.message.id),
        typing: state.typing.filter(({ id }) => id !== event.message.participant_id),
        own:
          event.message.participant_id === state.self.id
            ? state.own.filter(({ id }) => id !== event.message.client_id)
            : state.own,
      };
    case "answer":
    case "edit":
    case "delete":
    case "reaction":
      return {
        ...state,
        messages: replaceMessage(state.messages, event.message),
        room: { ...state.room, pinned: changePinned(state.room.pinned, event.message) },
      };
    case "join":
    case "leave":
    case "participant":
      return changeParticipant(state, event.participant);
    case "review":
      return { ...state, reviews: state.reviews + 1 };
    case "room":
      return { ...state, room: event.room };
    default:
      return state;
  }
}

/** A pinned message changes where it is shown, and goes with its deletion. */
function changePinned(pinned: WireRoom["pinned"], changed: WireMessage): WireRoom["pinned"] {
  if (pinned?.message_id !== changed.id) return pinned;
  return changed.deleted_at ? null : { ...pinned, content: changed.content };
}

/** A held message that was approved is in the room now. */
function withoutHeld(review: RoomState["review"], id: string): RoomState["review"] {
  const isHeld = review.held.some((message) => message.id === id);
  return isHeld ? { ...review, held: review.held.filter((message) => message.id !== id) } : review;
}

/** Quotes of a changed message change with it. A message of a page that is not loaded stays out. */
function replaceMessage(messages: readonly WireMessage[], changed: WireMessage): readonly WireMessage[] {
  return messages.map((message) => {
    if (message.id === changed.id) return changed;
    if (message.reply_to?.id !== changed.id) return message;
    return { ...message, reply_to: { ...message.reply_to, content: changed.content.slice(0, 200) } };
  });
}

function changeParticipant(state: RoomState, changed: WireParticipant): RoomState {
  const others = state.participants.filter(({ id }) => id !== changed.id);
  const isKnown = others.length < state.participants.length;
  const participants = !changed.present
    ? others
    : isKnown
      ? state.participants.map((one) => (one.id === changed.id ? changed : one))
      : [...others, changed];
  const messages = state.messages.map((message) =>
    message.participant_id === changed.id && message.username !== changed.name
      ? { ...message, username: changed.name }
      : message,
  );
  return { ...state, participants, messages, self: changed.id === state.self.id ? changed : state.self };
}

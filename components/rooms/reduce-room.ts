import type { WireFrame, WireMessage, WireParticipant } from "#lib/rooms/wire.ts";
import { applyEvent } from "./apply-event.ts";
import { placeOf, readCursor } from "./cursor.ts";
import { mergeMessages } from "./merge-messages.ts";
import { readUpTo } from "./read-up-to.ts";
import type { OwnMessage, RoomAction, RoomState } from "./room-state.ts";
import { toggleReaction } from "./toggle-reaction.ts";

/** Events that are already known or behind a gap change nothing; the stream is then read again. */
export function reduceRoom(state: RoomState, action: RoomAction): RoomState {
  if (state.connection.kind === "ended" && action.type !== "older-loaded") return state;
  switch (action.type) {
    case "frame":
      return readFrame(state, action.frame);
    case "connecting":
    case "offline":
    case "paused":
      return { ...state, connection: { kind: action.type } };
    case "ended":
      return { ...state, connection: { kind: "ended", reason: action.reason } };
    case "older-loaded":
      // A snapshot may have replaced the messages in the meantime.
      if (action.before !== state.before) return state;
      return {
        ...state,
        messages: mergeMessages(action.page.messages, state.messages),
        before: action.page.cursor,
      };
    case "watched":
      return readUpTo({ ...state, isWatching: action.isWatching });
    case "wrote": {
      const message: OwnMessage = { ...action.message, state: "queued", reason: null };
      return { ...state, own: [...state.own, message], line: null };
    }
    case "sending":
      return changeOwn(state, action.id, { state: "sending", reason: null });
    case "unreachable":
      return changeOwn(state, action.id, { state: "waiting" });
    case "refused":
      return changeOwn(state, action.id, { state: "failed", reason: action.reason });
    case "retried":
      return changeOwn(state, action.id, { state: "queued", reason: null });
    case "discarded":
      return { ...state, own: state.own.filter(({ id }) => id !== action.id) };
    case "placed":
      return placeOwn(state, action.message);
    case "reviewed": {
      const shown = new Set(state.messages.map(({ id }) => id));
      const held = action.review.held.filter(({ id }) => !shown.has(id));
      return { ...state, review: { ...action.review, held } };
    }
    case "reacted": {
      const { messageId, emoji, on } = action;
      const messages = state.messages.map((message) =>
        message.id === messageId
          ? {
              ...message,
              reactions: toggleReaction(message.reactions, { emoji, on, participantId: state.self.id }),
            }
          : message,
      );
      return { ...state, messages };
    }
    case "typing-over":
      return { ...state, typing: state.typing.filter((one) => one !== action.typist) };
    case "room-changed":
      return { ...state, room: action.room };
    case "participant-changed":
      return {
        ...state,
        participants: state.participants.map((one) =>
          one.id === action.participant.id ? action.participant : one,
        ),
      };
    default:
      return action satisfies never;
  }
}

function readFrame(state: RoomState, frame: WireFrame): RoomState {
  switch (frame.type) {
    case "welcome":
      return welcome({ ...state, reviews: state.reviews + 1 }, frame);
    case "waiting":
      return { ...state, connection: { kind: "waiting" } };
    case "resync":
      return { ...state, cursor: null, connection: { kind: "connecting" } };
    case "event": {
      if (placeOf(state.cursor, frame.cursor) !== "next") return state;
      return reachedEnd(readUpTo(applyEvent({ ...state, cursor: frame.cursor }, frame)));
    }
    case "presence":
      return {
        ...state,
        presence: { count: frame.count, ids: new Set(frame.participants.map(({ id }) => id)) },
      };
    case "typing": {
      const others = state.typing.filter(({ id }) => id !== frame.participant_id);
      return { ...state, typing: [...others, { id: frame.participant_id }] };
    }
    case "read":
      return {
        ...state,
        participants: state.participants.map((one) =>
          one.id === frame.participant_id && one.read_offset < frame.offset
            ? { ...one, read_offset: frame.offset }
            : one,
        ),
      };
    case "delta":
      return {
        ...state,
        messages: state.messages.map((message) =>
          message.id === frame.message_id && message.answer?.state === "running"
            ? { ...message, content: frame.text }
            : message,
        ),
      };
    default:
      // The connection handles `bye`; unknown frames are from a later version.
      return state;
  }
}

/** A snapshot replaces what is known, except for this tab's unsent messages. */
function welcome(state: RoomState, frame: Extract<WireFrame, { type: "welcome" }>): RoomState {
  const { self, room, snapshot } = frame;
  const own = state.own.map((one) => (one.state === "waiting" ? { ...one, state: "queued" as const } : one));
  if (!snapshot)
    return reachedEnd({
      ...state,
      self,
      room,
      own,
      connection: { kind: "catching-up", until: readCursor(frame.cursor)?.offset ?? 0 },
    });
  const { messages, participants, cursor: before } = snapshot;
  const newest = messages.at(-1)?.offset ?? 0;
  const isComparable =
    state.seen <= newest && epochOf(state.cursor ?? frame.cursor) === epochOf(frame.cursor);
  const placed = new Set(messages.filter(isOwn(self.id)).map(({ client_id }) => client_id));
  return readUpTo({
    ...state,
    self,
    room,
    participants,
    messages,
    before,
    own: own.filter(({ id }) => !placed.has(id)),
    cursor: frame.cursor,
    connection: { kind: "live" },
    ...(isFirst(state) && { line: missedSince(self, messages) }),
    ...(!isComparable && { seen: newest, line: null }),
  });
}

const isFirst = ({ cursor, seen }: RoomState) => cursor === null && seen === 0;

/** Where this person had read to in an earlier visit, if others have posted since. */
function missedSince({ id, read_offset: read }: WireParticipant, messages: readonly WireMessage[]) {
  const isMissed = messages.some(({ offset, participant_id }) => offset > read && participant_id !== id);
  return read > 0 && isMissed ? read : null;
}

const epochOf = (cursor: string) => readCursor(cursor)?.epoch;

/** Live once everything that was missed has arrived. */
function reachedEnd(state: RoomState): RoomState {
  if (state.connection.kind !== "catching-up") return state;
  const offset = readCursor(state.cursor)?.offset ?? 0;
  return offset < state.connection.until ? state : { ...state, connection: { kind: "live" } };
}

/**
 * The server's reply to a sent message. If its event arrived first, it may have been edited since and stays.
 */
function placeOwn(state: RoomState, message: WireMessage): RoomState {
  const own = state.own.filter(({ id }) => id !== message.client_id);
  const isKnown = state.messages.some(({ id }) => id === message.id);
  if (message.held) {
    const others = state.review.held.filter(({ id }) => id !== message.id);
    const held = isKnown ? others : [...others, message];
    return { ...state, own, review: { ...state.review, held } };
  }
  const isOlder = state.before !== null && message.offset < (state.messages[0]?.offset ?? 0);
  if (isKnown || isOlder) return { ...state, own };
  return readUpTo({ ...state, own, messages: mergeMessages(state.messages, [message]) });
}

function changeOwn(state: RoomState, id: string, change: Partial<OwnMessage>): RoomState {
  return { ...state, own: state.own.map((one) => (one.id === id ? { ...one, ...change } : one)) };
}

const isOwn =
  (self: string) =>
  (message: WireMessage): boolean =>
    message.participant_id === self && message.client_id !== null;

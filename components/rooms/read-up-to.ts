import type { RoomState } from "./room-state.ts";

/**
 * Keeps the unread line: while the end of the messages is on the screen everything counts as read; the line
 * stays where the reader came back to until they write or miss something again.
 */
export function readUpTo(state: RoomState): RoomState {
  const newest = state.messages.at(-1)?.offset ?? 0;
  if (newest <= state.seen) return state;
  if (state.isWatching) return { ...state, seen: newest };
  const isMissed = state.messages.some(
    ({ offset, participant_id }) => offset > state.seen && participant_id !== state.self.id,
  );
  if (!isMissed || (state.line !== null && state.line >= state.seen)) return state;
  return { ...state, line: state.seen };
}

/** Counts the messages of others that came while the end was not on the screen. */
export function countUnread({ messages, seen, self }: RoomState): number {
  return messages.filter(({ offset, participant_id }) => offset > seen && participant_id !== self.id).length;
}

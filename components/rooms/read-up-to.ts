import type { RoomState } from "./room-state.ts";

/**
 * Positions the unread line: everything counts as read while the end of the messages is on the screen; after
 * the reader's return the line stays until they post or miss something again.
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

/** Counts others' messages that arrived while the end was not on the screen. */
export function countUnread({ messages, seen, self }: RoomState): number {
  return messages.filter(({ offset, participant_id }) => offset > seen && participant_id !== self.id).length;
}

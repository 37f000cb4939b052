import type { WireParticipant, WireRoom } from "#lib/rooms/wire.ts";
import { reduceRoom } from "./reduce-room.ts";
import type { RoomAction, RoomState } from "./room-state.ts";

export type RoomStore = ReturnType<typeof createRoomStore>;

/** The room's state, outside of React so that the stream reads its position before the next render. */
export function createRoomStore(initial: RoomState) {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    read: () => state,
    dispatch: (action: RoomAction) => {
      const next = reduceRoom(state, action);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function emptyRoom(room: WireRoom, self: WireParticipant): RoomState {
  return {
    room,
    self,
    participants: [self],
    presence: null,
    messages: [],
    before: null,
    own: [],
    review: { held: [], waiting: [], reports: [] },
    reviews: 0,
    typing: [],
    cursor: null,
    connection: { kind: "connecting" },
    seen: 0,
    line: null,
    isWatching: true,
  };
}

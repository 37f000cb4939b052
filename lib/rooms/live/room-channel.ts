import type { WireEvent, WireSignal } from "../wire.ts";

/** Public channels, which other programs may follow. */
export const CHANNEL_NEW_MESSAGE = "chat:new_message";
export const CHANNEL_USER_JOINED = "chat:user_joined";
export const CHANNEL_USER_LEFT = "chat:user_left";

/** The channel of one room, for processes with readers of it. */
export const channelOfRoom = (roomId: string) => `room:${roomId}`;

/**
 * What the channel carries: committed events and the position of the last one. Events are left out if they
 * are too large or only the position is known; processes then read the log. Or a signal, with the process
 * that has already sent it to its own readers.
 */
export type RoomPublication =
  | { epoch: number; offset: number; events: WireEvent[] }
  | { frame: WireSignal; from: string }
  | "presence changed"
  | "deleted"
  | "expired";

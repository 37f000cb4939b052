import type { WireEvent } from "../wire.ts";

/** The channels that other programs may follow. */
export const CHANNEL_NEW_MESSAGE = "chat:new_message";
export const CHANNEL_USER_JOINED = "chat:user_joined";
export const CHANNEL_USER_LEFT = "chat:user_left";

/** The channel of one room, for the processes in which someone reads it. */
export const channelOfRoom = (roomId: string) => `room:${roomId}`;

/**
 * What is sent on it: committed events, and the position of the last one. Without events where they are too
 * large, or where only the position is known; the processes then read the log.
 */
export type RoomPublication =
  | { epoch: number; offset: number; events: WireEvent[] }
  | "presence changed"
  | "deleted";

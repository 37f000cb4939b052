import type { RoomRole } from "./schema.ts";

const RANKS: Record<RoomRole, number> = { host: 3, moderator: 2, participant: 1, bot: 1 };

/** Whether someone may act on someone else. Nobody may on their equals. */
export function outranks(actor: RoomRole, target: RoomRole): boolean {
  return isModerator(actor) && RANKS[actor] > RANKS[target];
}

export function isModerator(role: RoomRole): boolean {
  return role === "host" || role === "moderator";
}

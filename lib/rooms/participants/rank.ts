import type { RoomRole } from "../schema.ts";

const RANKS: Record<RoomRole, number> = { host: 3, moderator: 2, participant: 1, bot: 1 };

/** Whether one role may moderate another. Equals may not moderate each other. */
export function outranks(actor: RoomRole, target: RoomRole): boolean {
  return isModerator(actor) && RANKS[actor] > RANKS[target];
}

export function isModerator(role: RoomRole): boolean {
  return role === "host" || role === "moderator";
}

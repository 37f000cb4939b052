import { type Id, newId } from "#lib/core/ids.ts";
import type { LockedRoom } from "../order/write-to-room.ts";
import { insertModeration } from "../queries/moderation.ts";
import type { ModerationAction, ModerationDetails } from "../schema.ts";

type Act = {
  /** Null for a member who acts from Studio. */
  actorId: Id<"par"> | null;
  action: ModerationAction;
  targetId?: Id<"par"> | null;
  messageId?: Id<"rmg"> | null;
  details?: ModerationDetails;
};

/** Writes to the moderation log, in the transaction of the act itself. @returns the entry's id */
export async function recordModeration({ tx, room, at }: LockedRoom, act: Act): Promise<Id<"mod">> {
  const id = newId("mod");
  const { actorId, action, targetId = null, messageId = null, details = {} } = act;
  await insertModeration(tx, room.id, { id, actorId, action, targetId, messageId, details, createdAt: at });
  return id;
}

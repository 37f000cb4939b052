import { hashPassword } from "#lib/auth/account/password.ts";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { recordModeration } from "../moderation/record-moderation.ts";
import { type LockedRoom, writeToRoom } from "../order/write-to-room.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import type { UpdateRoomRequest } from "../schema.ts";
import { getRoomRow } from "./get-room.ts";
import { isChatbotAllowed } from "./is-chatbot-allowed.ts";
import {
  applyRoomChange,
  differing,
  type RoomChange,
  readRoomChange,
  requireRoomRank,
} from "./room-change.ts";

const DAY_MS = 24 * 3_600_000;

/**
 * Changes a room's settings.
 * @returns the entry of the moderation log, if there is something to undo
 * @throws ParleyError forbidden by rank, invalid if not everyone who could then join may use the chatbot
 */
export async function updateRoom(
  ctx: Context,
  roomId: Id<"rom">,
  request: UpdateRoomRequest,
): Promise<Id<"mod"> | null> {
  const { chatbotId } = await getRoomRow(ctx, roomId);
  if (request.access && chatbotId && !(await isChatbotAllowed(ctx, chatbotId, request.access))) {
    const message = "The room's chatbot is for members only.";
    throw new ParleyError("invalid", message, [{ path: "access", message }]);
  }
  const { password, expires_days: expiresDays, ...change } = request;
  const passwordHash = password ? await hashPassword(password) : null;
  const { value } = await writeToRoom(ctx, roomId, async (locked) => {
    const { tx, room, at } = locked;
    const own = await getOwnParticipant(tx, ctx, roomId);
    requireRoomRank(own.role, room, request);
    if (password !== undefined) room.passwordHash = passwordHash;
    if (expiresDays !== undefined)
      room.expiresAt = expiresDays === null ? null : new Date(at.getTime() + expiresDays * DAY_MS);
    return changeRoom(locked, own.id, change);
  });
  return value;
}

/**
 * Sets the named fields and records what they were.
 * @param actorId null for a member who acts from Studio
 */
export async function changeRoom(
  locked: LockedRoom,
  actorId: Id<"par"> | null,
  change: RoomChange,
): Promise<Id<"mod"> | null> {
  const { room, emit } = locked;
  const old = readRoomChange(room, change);
  applyRoomChange(room, change);
  emit({ kind: "room" });
  const before = differing(old, change);
  if (Object.keys(before).length === 0) return null;
  const details = { before, after: readRoomChange(room, before) };
  return recordModeration(locked, { actorId, action: "changed_room", details });
}

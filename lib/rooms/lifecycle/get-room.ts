import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { findOwnParticipant } from "../participants/own-participant.ts";
import { presentParticipant, presentRoom } from "../present.ts";
import { describeRoom, findRoom, type RoomRow } from "../queries/rooms.ts";
import type { WireParticipant, WireRoom } from "../wire.ts";

/** `self` is not `present` while they wait in the lobby. */
export type RoomView = { room: WireRoom; self: WireParticipant | null };

/** @throws ParleyError not_found, also for an expired room */
export async function getRoomRow(ctx: Context, roomId: Id<"rom">): Promise<RoomRow> {
  const room = await findRoom(ctx, roomId);
  if (!room || isExpired(room, ctx.now())) throw notFound("room");
  return room;
}

function isExpired({ expiresAt }: Pick<RoomRow, "expiresAt">, at: Date): boolean {
  return expiresAt !== null && expiresAt <= at;
}

/** Gets a room as anyone with its code sees it, and the caller's participant if they are in it. */
export async function getRoom(ctx: Context, roomId: Id<"rom">): Promise<RoomView> {
  const room = await getRoomRow(ctx, roomId);
  const [described, self] = await Promise.all([
    describeRoom(ctx, room),
    findOwnParticipant(ctx, ctx, roomId),
  ]);
  const isHere = self?.departure === null || self?.departure === "waiting";
  return { room: presentRoom(room, described), self: self && isHere ? presentParticipant(self) : null };
}

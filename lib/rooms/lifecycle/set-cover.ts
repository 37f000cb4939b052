import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { cleanImageInChild } from "#lib/images/clean-image-in-child.ts";
import { requireQuota } from "#lib/quotas/take-quota.ts";
import { writeToRoom } from "../order/write-to-room.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { deleteCover, readCover, storeCover } from "./cover-file.ts";
import { getRoomRow } from "./get-room.ts";

type Cover = { coverId: Id<"cov">; coverBytes: number };

/**
 * Gives a room a picture, or another one. It is encoded again, so it keeps nothing but what it shows.
 * @param bytes an image file
 * @throws ParleyError forbidden for anyone but the host, too_large, unsupported_type or invalid for the file
 */
export async function setCover(ctx: Context, roomId: Id<"rom">, bytes: Uint8Array): Promise<void> {
  await requireHost(ctx, roomId);
  const { image } = await cleanImageInChild(bytes);
  await requireQuota(ctx, { storageBytes: image.length });
  const cover: Cover = { coverId: newId("cov"), coverBytes: image.length };
  await storeCover(ctx, { roomId, coverId: cover.coverId }, image);
  await change(ctx, roomId, cover).catch(async (error: unknown) => {
    await deleteCover(ctx, roomId, cover.coverId);
    throw error;
  });
}

/** @throws ParleyError forbidden for anyone but the host */
export async function removeCover(ctx: Context, roomId: Id<"rom">): Promise<void> {
  await change(ctx, roomId, null);
}

/**
 * Gets a room's picture, a JPEG, for anyone who may see the room.
 * @throws ParleyError not_found
 */
export async function getCover(ctx: Context, roomId: Id<"rom">): Promise<Buffer> {
  const { coverId, settings } = await getRoomRow(ctx, roomId);
  const { kind } = ctx.actor;
  if (settings.access === "members" && (kind === "public" || kind === "person")) throw notFound("room");
  const bytes = coverId && (await readCover(ctx, roomId, coverId));
  if (!bytes) throw notFound("picture");
  return bytes;
}

async function requireHost(ctx: Context, roomId: Id<"rom">): Promise<void> {
  const { role } = await getOwnParticipant(ctx, ctx, roomId);
  if (role !== "host") throw new ParleyError("forbidden", "Only the host can change the room photo.");
}

async function change(ctx: Context, roomId: Id<"rom">, cover: Cover | null): Promise<void> {
  const { value: before } = await writeToRoom(ctx, roomId, async ({ tx, room, emit }) => {
    const own = await getOwnParticipant(tx, ctx, roomId);
    if (own.role !== "host") throw new ParleyError("forbidden", "Only the host can change the room photo.");
    const { coverId } = room;
    room.coverId = cover?.coverId ?? null;
    room.coverBytes = cover?.coverBytes ?? null;
    emit({ kind: "room" });
    return coverId;
  });
  if (before) await deleteCover(ctx, roomId, before);
}

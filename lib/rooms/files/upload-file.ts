import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { takeQuota } from "#lib/quotas/take-quota.ts";
import { getRoomRow } from "../lifecycle/get-room.ts";
import { presentFile } from "../messages/present-file.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { isModerator } from "../participants/rank.ts";
import { countUnsent, deleteFileRows, insertFile } from "../queries/files.ts";
import type { WireFile } from "../wire.ts";
import { fileKey } from "./file-objects.ts";
import { readUpload } from "./read-upload.ts";

/** Files that someone uploaded and has not sent. They are deleted after a day. */
const MAX_UNSENT = 20;

/**
 * Stores a file that the caller can then send with a message. Until then nobody else sees it.
 * @param upload its content is read only if the caller may post
 * @throws ParleyError forbidden for someone who may not post, conflict with too many unsent files,
 * quota_exceeded or too_large for the workspace's storage, and what `readUpload` throws
 */
export async function uploadFile(
  ctx: Context,
  roomId: Id<"rom">,
  upload: { name: string; read: () => Promise<Uint8Array> },
): Promise<WireFile> {
  const own = await getOwnParticipant(ctx, ctx, roomId);
  const { state } = await getRoomRow(ctx, roomId);
  const isLocked = state === "locked" && !isModerator(own.role);
  if (state === "archived" || isLocked || (own.mutedUntil && own.mutedUntil > ctx.now()))
    throw new ParleyError("forbidden", "You can't post here right now.");
  if ((await countUnsent(ctx, own)) >= MAX_UNSENT)
    throw new ParleyError("conflict", "You have too many unsent files. Send or remove some first.");
  const { bytes, ...about } = await readUpload(upload.name, await upload.read());
  const id = newId("rat");
  const file = await transaction(ctx, async (tx) => {
    await takeQuota(tx, { storageBytes: bytes.length });
    const row = { ...about, id, participantId: own.id, bytes: bytes.length, createdAt: ctx.now() };
    return insertFile(tx, roomId, row);
  });
  const { mediaType: contentType } = about;
  await objectStore()
    .put(fileKey(ctx, roomId, id), bytes, { contentType })
    .catch(async (error: unknown) => {
      await deleteFileRows(ctx, roomId, [id]);
      throw error;
    });
  return presentFile(file);
}

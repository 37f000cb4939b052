import { actorHash, type Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { cleanImageInChild } from "#lib/images/clean-image-in-child.ts";
import { takeDailyQuota } from "#lib/quotas/take-daily-quota.ts";
import { takeQuota } from "#lib/quotas/take-quota.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { requireVisionModel } from "./ask-about-photo.ts";
import { deletePhotoFiles, storePhotoFiles } from "./photo-files.ts";
import { deletePhotoRow, insertPhoto } from "./queries.ts";

/**
 * Refuses early, before a photo is read.
 * @throws ParleyError forbidden for guests unless the workspace lets them create rooms, vision_unavailable
 */
export async function requirePhotoAccess(ctx: Context): Promise<void> {
  const { kind } = ctx.actor;
  const isGuest = kind !== "user" && kind !== "person" && kind !== "apiKey";
  if (isGuest && !(await getWorkspace(ctx)).settings.guestRooms)
    throw new ParleyError("forbidden", "Sign in to upload a photo.");
  requireVisionModel();
}

/** `image`: the stored JPEG. */
export type ReceivedPhoto = { id: Id<"pht">; image: Buffer };

/**
 * Decodes an uploaded photo, encodes it again without metadata, and stores it for a day.
 * @throws ParleyError too_large, unsupported_type, invalid for what is no photo or too large, limited for the
 * workspace's photos of the day
 */
export async function receivePhoto(ctx: Context, bytes: Uint8Array): Promise<ReceivedPhoto> {
  const clean = await cleanImageInChild(bytes);
  await takeDailyQuota(ctx, "photos", 1);
  const id = newId("pht");
  const { image, thumbnail, width, height } = clean;
  const stored = image.length + thumbnail.length;
  await transaction(ctx, async (tx) => {
    await takeQuota(tx, { storageBytes: stored });
    await insertPhoto(tx, {
      id,
      ownerHash: actorHash(ctx),
      bytes: stored,
      width,
      height,
      createdAt: ctx.now(),
    });
  });
  try {
    await storePhotoFiles(ctx, id, clean);
  } catch (error) {
    await deletePhotoFiles(ctx, id).catch(() => undefined);
    await deletePhotoRow(ctx, id);
    throw error;
  }
  return { id, image };
}

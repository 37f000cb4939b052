import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";

const keyOf = (ctx: Context, roomId: Id<"rom">, coverId: Id<"cov">) =>
  `${ctx.tenantId}/rooms/${roomId}/${coverId}.jpg`;

export function storeCover(
  ctx: Context,
  { roomId, coverId }: { roomId: Id<"rom">; coverId: Id<"cov"> },
  bytes: Uint8Array,
): Promise<void> {
  return objectStore().put(keyOf(ctx, roomId, coverId), bytes, { contentType: "image/jpeg" });
}

export async function readCover(ctx: Context, roomId: Id<"rom">, coverId: Id<"cov">): Promise<Buffer | null> {
  return (await objectStore().get(keyOf(ctx, roomId, coverId)))?.bytes ?? null;
}

/** A file that cannot be deleted now is deleted with its workspace. */
export async function deleteCover(ctx: Context, roomId: Id<"rom">, coverId: Id<"cov">): Promise<void> {
  const { tenantId } = ctx;
  await objectStore()
    .delete(keyOf(ctx, roomId, coverId))
    .catch((error: unknown) => log().warn({ tenantId, ...errorFields(error) }, "deleting a picture failed"));
}

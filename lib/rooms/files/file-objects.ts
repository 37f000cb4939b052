import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";

const roomFolder = (ctx: Context, roomId: Id<"rom">) => `${ctx.tenantId}/rooms/${roomId}`;

export const fileKey = (ctx: Context, roomId: Id<"rom">, fileId: Id<"rat">) =>
  `${roomFolder(ctx, roomId)}/${fileId}`;

/** A file that cannot be deleted now is deleted with its room or workspace. */
export async function deleteObjects(ctx: Context, roomId: Id<"rom">, fileIds: Id<"rat">[]): Promise<void> {
  for (const fileId of fileIds)
    await objectStore()
      .delete(fileKey(ctx, roomId, fileId))
      .catch((error: unknown) => warn(ctx, error));
}

/** Deletes everything that a room has stored. */
export async function deleteRoomObjects(ctx: Context, roomId: Id<"rom">): Promise<void> {
  await objectStore()
    .deletePrefix(roomFolder(ctx, roomId))
    .catch((error: unknown) => warn(ctx, error));
}

function warn({ tenantId }: Context, error: unknown): void {
  log().warn({ tenantId, ...errorFields(error) }, "deleting a room's file failed");
}

import type { Context } from "#lib/context/context.ts";
import { eraseConversations } from "#lib/conversation/erase-conversations.ts";
import { erasePhotos } from "#lib/photo/purge-photos.ts";
import { eraseFromRooms } from "#lib/rooms/erase-from-rooms.ts";
import { forgetInCheckIns } from "#lib/status/forget-in-check-ins.ts";

/** Erases the person in `ctx` from every module of the workspace. Repeated, it changes nothing. */
export async function eraseOwnData(ctx: Context): Promise<void> {
  const { actor } = ctx;
  await eraseFromRooms(ctx);
  await erasePhotos(ctx);
  await eraseConversations(ctx);
  if (actor.kind === "person" || actor.kind === "user") await forgetInCheckIns(ctx, actor.id);
}

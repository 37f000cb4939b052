import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { removeRoom } from "../lifecycle/delete-room.ts";

/** Deletes a room of the workspace, as one of its members. @throws ParleyError not_found */
export async function deleteRoomInStudio(ctx: Context, room: string): Promise<void> {
  const roomId: Id<"rom"> = parseId("rom", room, "room");
  const isDeleted = await removeRoom(ctx, roomId, (tx, { title }) =>
    recordAudit(tx, { action: "room.deleted", target: roomId, details: { name: title } }),
  );
  if (!isDeleted) throw notFound("room");
}

import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { parseId } from "#lib/core/ids.ts";
import { changeRoom } from "../lifecycle/update-room.ts";
import { writeToRoom } from "../order/write-to-room.ts";

/** Archives or reopens a room, as a member of its workspace. @throws ParleyError not_found */
export async function setRoomState(ctx: Context, room: string, state: "open" | "archived"): Promise<void> {
  const roomId = parseId("rom", room, "room");
  await writeToRoom(ctx, roomId, async (locked) => {
    const { title, state: before } = locked.room;
    if ((before === "archived") === (state === "archived")) return;
    await changeRoom(locked, null, { state });
    const action = state === "archived" ? "room.archived" : "room.reopened";
    // The transaction may be that of another caller, who writes to the room at the same time.
    const tx = { ...locked.tx, actor: ctx.actor };
    await recordAudit(tx, { action, target: roomId, details: { name: title } });
  });
}

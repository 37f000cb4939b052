import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { presentHeld } from "../present.ts";
import { listHeld } from "../queries/held-messages.ts";
import { loadRoomMessages } from "../queries/messages.ts";
import type { RoomRow } from "../queries/rooms.ts";
import type { WireMessage } from "../wire.ts";

const MAX_SHOWN = 100;

/**
 * Messages that wait for approval, oldest first.
 * @param authorId lists this author's messages, with those that were refused; null lists everybody's
 */
export async function presentHeldMessages(
  ctx: Context,
  room: Pick<RoomRow, "id" | "code">,
  authorId: Id<"par"> | null,
): Promise<WireMessage[]> {
  const rows = await listHeld(ctx, room.id, authorId, MAX_SHOWN);
  const replied = rows.flatMap(({ message: { replyTo } }) => (replyTo ? [replyTo] : []));
  const quoted = await loadRoomMessages(ctx, room.id, [...new Set(replied)]);
  const byId = new Map(quoted.map((row) => [row.message.id, row]));
  return rows.map((row) =>
    presentHeld(room.code, row, row.message.replyTo ? byId.get(row.message.replyTo) : undefined),
  );
}

import { roomEvents } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { StoredEvent } from "../room-event.ts";

export async function insertEvents(
  tx: Context,
  { id: roomId, epoch }: { id: Id<"rom">; epoch: number },
  events: StoredEvent[],
): Promise<void> {
  const rows = events.map(({ offset, kind, createdAt, ...payload }) => ({
    tenantId: tx.tenantId,
    roomId,
    epoch,
    offset,
    kind,
    payload,
    createdAt,
  }));
  await tx.db.insert(roomEvents).values(rows);
}

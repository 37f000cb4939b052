import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { pollRooms } from "./poll-rooms.ts";
import { announcePresence, sendPresence } from "./presence.ts";
import { hubs, RoomHub } from "./room-hub.ts";
import type { RoomReader } from "./room-reader.ts";

/** Adds a reader to the room's hub, opened for the first one. @returns the hub, ready to deliver */
export async function joinHub(
  ctx: Context,
  operator: OperatorContext,
  roomId: Id<"rom">,
  reader: RoomReader,
): Promise<RoomHub> {
  const key = `${ctx.tenantId}/${roomId}`;
  let hub = hubs().get(key);
  if (!hub) {
    const opened: RoomHub = new RoomHub(ctx, roomId, () => sendPresence(ctx, opened));
    hub = opened;
    hubs().set(key, hub);
  }
  hub.add(reader);
  pollRooms(operator);
  try {
    await hub.ready;
  } catch (error) {
    leaveHub(ctx, hub, reader);
    throw error;
  }
  announcePresence(ctx, hub);
  return hub;
}

export function leaveHub(ctx: Context, hub: RoomHub, reader: RoomReader): void {
  hub.remove(reader);
  announcePresence(ctx, hub);
  if (hub.readers.size > 0) return;
  hub.close();
  const key = `${ctx.tenantId}/${hub.roomId}`;
  if (hubs().get(key) === hub) hubs().delete(key);
}

/** Ends this process's connections, so that readers reconnect to one that is not stopping. */
export function closeRooms(): void {
  for (const hub of hubs().values()) hub.end("draining");
}

/** The number of connections to rooms in this process. */
export function openConnections(): number {
  return [...hubs().values()].reduce((sum, { readers }) => sum + readers.size, 0);
}

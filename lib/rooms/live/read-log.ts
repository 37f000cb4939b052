import type { Context } from "#lib/context/context.ts";
import { singleton } from "#lib/core/singleton.ts";
import { presentEvents } from "../order/present-events.ts";
import { readEvents } from "../queries/events.ts";
import type { RoomRow } from "../queries/rooms.ts";
import type { WireEvent } from "../wire.ts";

const LOG_PAGE = 500;

/** `last`: the position up to which the page goes. */
type LogPage = { events: WireEvent[]; last: number };

const reading = () => singleton("rooms.reading", () => new Map<string, Promise<LogPage | null>>());

/**
 * A page of the log after a position, up to where the room was when it was read; null if some of it was
 * pruned. Readers who resume from one position at once, as after a restart, share it.
 */
export function readLog(ctx: Context, room: RoomRow, after: number): Promise<LogPage | null> {
  const key = `${ctx.tenantId}/${room.id}/${room.epoch}.${room.lastOffset}/${after}`;
  const known = reading().get(key);
  if (known) return known;
  const page = read(ctx, room, after).finally(() => reading().delete(key));
  reading().set(key, page);
  return page;
}

async function read(ctx: Context, room: RoomRow, after: number): Promise<LogPage | null> {
  const stored = await readEvents(ctx, room.id, room.epoch, after, LOG_PAGE);
  const last = stored.at(-1);
  if (!last || stored[0]?.offset !== after + 1) return null;
  const due = stored.filter((event) => event.offset <= room.lastOffset);
  return { events: await presentEvents(ctx, room, due), last: last.offset };
}

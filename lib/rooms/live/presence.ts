import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { presentParticipant } from "../present.ts";
import { listPresent, putPresence } from "../queries/presence.ts";
import type { WirePresence } from "../wire.ts";
import { processId } from "./process-id.ts";
import { channelOfRoom, type RoomPublication } from "./room-channel.ts";
import type { RoomHub } from "./room-hub.ts";

/** Changes within this time are sent together. */
const COALESCE_MS = 1_000;
/** Above this, only the number of people is sent. */
const MAX_NAMED = 50;

export async function loadPresence(ctx: Context, roomId: Id<"rom">): Promise<WirePresence> {
  const rows = await listPresent(ctx, roomId, MAX_NAMED + 1);
  const count = rows[0]?.count ?? 0;
  const named = count > MAX_NAMED ? [] : rows.map(({ participant }) => presentParticipant(participant));
  return { count, participants: named };
}

/** Readers of a room in this process, each once: a person may have several tabs open. */
const readersOf = ({ readers }: RoomHub) =>
  [...new Set([...readers].map(({ participantId }) => participantId))].sort();

const CHANGED: RoomPublication = "presence changed";
/** Changes that are about to be stored. */
const due = () => singleton("rooms.presence", () => new Map<RoomHub, () => Promise<void>>());

/** Stores who reads the room here, and notifies every process of the change. */
export function announcePresence(ctx: Context, hub: RoomHub): void {
  if (due().has(hub)) return;
  const announce = async () => {
    clearTimeout(timer);
    due().delete(hub);
    try {
      await putPresence(ctx, hub.roomId, processId(), readersOf(hub));
      sendPresence(ctx, hub);
      await kv().publish(channelOfRoom(hub.roomId), JSON.stringify(CHANGED));
    } catch (error) {
      warn(ctx, error);
    }
  };
  const timer = setTimeout(() => void announce(), COALESCE_MS);
  due().set(hub, announce);
}

/** Stores all changes now, when the process stops. */
export async function flushPresence(): Promise<void> {
  await Promise.all([...due().values()].map((announce) => announce()));
}

const sending = new WeakMap<RoomHub, Promise<void>>();

/** Sends presence to the readers in this process. Skipped while another call is sending it. */
export function sendPresence(ctx: Context, hub: RoomHub): void {
  if (sending.has(hub) || hub.readers.size === 0) return;
  const sent = loadPresence(ctx, hub.roomId)
    .then((presence) => hub.send({ type: "presence", ...presence }))
    .catch((error: unknown) => warn(ctx, error))
    .finally(() => sending.delete(hub));
  sending.set(hub, sent);
}

function warn({ tenantId }: Context, error: unknown): void {
  log().warn({ tenantId, ...errorFields(error) }, "updating presence failed");
}

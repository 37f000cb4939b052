import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { nameKey } from "./name-key.ts";
import { nameTaken } from "./name-taken.ts";
import { type LockedRoom, writeToRoom } from "./order/write-to-room.ts";
import { getOwnParticipant } from "./own-participant.ts";
import { presentParticipant } from "./present.ts";
import {
  deleteBan,
  findParticipant,
  isNameTaken,
  type ParticipantRow,
  putBan,
  updateParticipant as storeParticipant,
} from "./queries/participants.ts";
import { outranks } from "./rank.ts";
import { reservedNames } from "./reserved-names.ts";
import type { ParticipantChange, UpdateParticipantRequest } from "./schema.ts";
import type { WireParticipant } from "./wire.ts";

const BAN_MS = 7 * 24 * 3_600_000;

type Change = Partial<ParticipantRow>;

/**
 * Changes a participant: rename (including oneself), mute, remove, ban, or make a moderator.
 * @throws ParleyError forbidden for participants the caller does not outrank, not_found, conflict for a name
 * that is taken
 */
export async function updateParticipant(
  ctx: Context,
  roomId: Id<"rom">,
  { participantId, ...request }: UpdateParticipantRequest & { participantId: string },
): Promise<WireParticipant> {
  const id = parseId("par", participantId, "participant");
  const reserved = request.action === "rename" ? await reservedNames(ctx) : new Set<string>();
  const { value } = await writeToRoom(ctx, roomId, async (locked) => {
    const { tx } = locked;
    const own = await getOwnParticipant(tx, ctx, roomId);
    const target = await findParticipant(tx, roomId, id);
    if (!target) throw notFound("participant");
    requireRank(own, target, request as UpdateParticipantRequest);
    const [change, said] = await changeOf(locked, target, request as UpdateParticipantRequest, reserved);
    await storeParticipant(tx, target, change);
    locked.emit({ kind: "participant", participantId: id, change: said });
    return { ...target, ...change };
  });
  return presentParticipant(value);
}

function requireRank(
  own: ParticipantRow,
  target: ParticipantRow,
  { action }: UpdateParticipantRequest,
): void {
  const isOwnName = action === "rename" && own.id === target.id;
  const mayChange = target.role !== "bot" && outranks(own.role, target.role);
  if (isOwnName || (mayChange && (action !== "role" || own.role === "host"))) return;
  throw new ParleyError("forbidden", "You cannot do this to this participant.");
}

async function changeOf(
  { tx, room, at }: LockedRoom,
  target: ParticipantRow,
  request: UpdateParticipantRequest,
  reserved: ReadonlySet<string>,
): Promise<[Change, ParticipantChange]> {
  const departure = target.departure;
  switch (request.action) {
    case "mute":
      return [{ mutedUntil: new Date(at.getTime() + request.minutes * 60_000) }, "muted"];
    case "unmute":
      return [{ mutedUntil: null }, "unmuted"];
    case "remove":
      return [{ departure: departure ?? "removed", leftAt: target.leftAt ?? at }, "removed"];
    case "ban":
      await putBan(tx, target, new Date(at.getTime() + BAN_MS));
      return [{ departure: "banned", leftAt: target.leftAt ?? at }, "banned"];
    case "unban":
      await deleteBan(tx, room.id, target.id);
      return [{ departure: departure === "banned" ? "removed" : departure }, "unbanned"];
    case "role":
      return [{ role: request.role }, "role"];
    case "rename": {
      const key = nameKey(request.name);
      const isReserved = target.userIdHash === null && target.role !== "host" && reserved.has(key);
      if (isReserved || (await isNameTaken(tx, room.id, key, target.id))) throw nameTaken();
      return [{ name: request.name, nameKey: key }, "renamed"];
    }
  }
}

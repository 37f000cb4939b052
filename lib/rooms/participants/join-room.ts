import { verifyPassword } from "#lib/auth/account/password.ts";
import { signRoomToken } from "#lib/auth/session/room-token.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { getRoomRow } from "../lifecycle/get-room.ts";
import { type LockedRoom, writeToRoom } from "../order/write-to-room.ts";
import { presentParticipant, presentRoom } from "../present.ts";
import {
  findParticipant,
  findParticipantOfPerson,
  insertParticipant,
  isBanned,
  isNameTaken,
  listWaitingRows,
  type ParticipantRow,
  updateParticipant,
} from "../queries/participants.ts";
import { describeRoom, type RoomRow } from "../queries/rooms.ts";
import type { JoinRoomRequest } from "../schema.ts";
import type { WireParticipant, WireRoom } from "../wire.ts";
import { nameKey } from "./name-key.ts";
import { nameTaken } from "./name-taken.ts";
import { isModerator } from "./rank.ts";
import { reservedNames } from "./reserved-names.ts";

const MAX_PEOPLE = 500;
/** People who wait in the lobby at one time. */
const MAX_WAITING = 100;

/** `self` is not `present` while they wait in the lobby. */
export type JoinedRoom = { room: WireRoom; self: WireParticipant; token: string };

/** Whether joining failed because of the password, which counts like a wrong code. */
export function isWrongPassword(error: unknown): boolean {
  return (
    error instanceof ParleyError && (error.details as { reason?: string } | undefined)?.reason === "password"
  );
}

/**
 * Joins a room. A caller with the room's token or an account returns as the same participant.
 * @param address the guest's network address, by which a ban recognizes them
 * @throws ParleyError forbidden for a wrong password, a missing account, or a ban; conflict for a name that
 * is taken or looks like another, and for a full room
 */
export async function joinRoom(
  ctx: Context,
  roomId: Id<"rom">,
  request: JoinRoomRequest,
  address: string,
): Promise<JoinedRoom> {
  const room = await getRoomRow(ctx, roomId);
  const isReturning = ctx.actor.kind === "participant";
  requireAccess(ctx, room);
  if (room.passwordHash && !isReturning && !(await verifyPassword(request.password ?? "", room.passwordHash)))
    throw new ParleyError("forbidden", "The room password is incorrect.", { reason: "password" });
  const isGuest = !["user", "person"].includes(ctx.actor.kind);
  const reserved = isGuest && !isReturning ? await reservedNames(ctx) : new Set<string>();
  const { value } = await writeToRoom(ctx, roomId, async (locked) => {
    const known = await findOwn(locked, ctx, roomId);
    const addressHash = isGuest && address !== "unknown" ? hashAddress(roomId, address) : null;
    await refuseBanned(locked, { known, addressHash, userIdHash: isGuest ? null : actorHash(ctx) });
    const row = known
      ? await returnTo(locked, known)
      : await enter(locked, { request, reserved, addressHash, userIdHash: isGuest ? null : actorHash(ctx) });
    return { row, room: locked.room };
  });
  const { tenantId } = ctx;
  const [described, token] = await Promise.all([
    describeRoom(ctx, value.room),
    signRoomToken({ tenantId, roomId, participantId: value.row.id }),
  ]);
  return { room: presentRoom(value.room, described), self: presentParticipant(value.row), token };
}

/** Different in each room, so that hashes cannot link a person across rooms. */
const hashAddress = (roomId: Id<"rom">, address: string) => keyedHash(`room-address:${roomId}:${address}`);

function requireAccess({ actor }: Context, { settings }: RoomRow): void {
  if (actor.kind === "participant" || actor.kind === "user" || settings.access === "open") return;
  if (settings.access === "account" && actor.kind === "person") return;
  throw new ParleyError("forbidden", "Sign in to join this room.", { reason: "account" });
}

async function findOwn({ tx }: LockedRoom, ctx: Context, roomId: Id<"rom">): Promise<ParticipantRow | null> {
  const { actor } = ctx;
  if (actor.kind === "participant")
    return actor.roomId === roomId ? findParticipant(tx, roomId, actor.id) : null;
  return actor.kind === "user" || actor.kind === "person"
    ? findParticipantOfPerson(tx, roomId, actorHash(ctx))
    : null;
}

async function refuseBanned(
  { tx, room, at }: LockedRoom,
  who: { known: ParticipantRow | null; addressHash: string | null; userIdHash: string | null },
): Promise<void> {
  const { known, addressHash, userIdHash } = who;
  // A ban by address does not affect people who are in the room already.
  const isOutside = known?.departure !== null;
  const own = { participantId: known?.id, userIdHash: known?.userIdHash ?? userIdHash };
  if (await isBanned(tx, room.id, { ...own, addressHash: isOutside ? addressHash : null }, at))
    throw new ParleyError("forbidden", "You were banned from this room.", { reason: "banned" });
}

async function returnTo(locked: LockedRoom, known: ParticipantRow): Promise<ParticipantRow> {
  if (known.departure === null || known.departure === "waiting") return known;
  if (known.departure === "refused")
    throw new ParleyError("forbidden", "You weren't let in.", { reason: "refused" });
  const { tx, at, room } = locked;
  // Someone who left was let in before; someone who was removed waits again.
  const mustWait = known.departure === "removed" && (await isLobbyFor(locked, known));
  const nameKey = known.nameKey ?? (await freeKey(tx, room.id, known.name));
  const departure = mustWait ? ("waiting" as const) : null;
  const change = { departure, leftAt: null, nameKey, joinedAt: at };
  await updateParticipant(tx, known, change);
  locked.emit(mustWait ? { kind: "review" } : { kind: "join", participantId: known.id });
  return { ...known, ...change };
}

/** Whether someone must wait. @throws ParleyError conflict if the lobby is full */
async function isLobbyFor({ tx, room }: LockedRoom, known?: ParticipantRow): Promise<boolean> {
  if (!room.settings.lobby || (known && isModerator(known.role))) return false;
  if ((await listWaitingRows(tx, room.id)).length >= MAX_WAITING)
    throw new ParleyError("conflict", "Too many people are waiting to be let in. Try again later.");
  return true;
}

/** Reclaims the name's key, which was released when its owner left. @throws ParleyError conflict if taken */
async function freeKey(tx: Context, roomId: Id<"rom">, name: string): Promise<string> {
  const key = nameKey(name);
  if (await isNameTaken(tx, roomId, key)) throw nameTaken();
  return key;
}

async function enter(
  locked: LockedRoom,
  guest: {
    request: JoinRoomRequest;
    reserved: Set<string>;
    addressHash: string | null;
    userIdHash: string | null;
  },
): Promise<ParticipantRow> {
  const { tx, room, at } = locked;
  const { request, reserved, addressHash, userIdHash } = guest;
  const key = nameKey(request.name);
  const { people } = await describeRoom(tx, room);
  if (people >= MAX_PEOPLE) throw new ParleyError("conflict", "This room is full.");
  if (reserved.has(key) || (await isNameTaken(tx, room.id, key))) throw nameTaken();
  const mustWait = await isLobbyFor(locked);
  const row = await insertParticipant(tx, room.id, {
    id: newId("par"),
    role: "participant",
    name: request.name,
    nameKey: key,
    joinedAt: at,
    addressHash,
    userIdHash,
    departure: mustWait ? "waiting" : null,
  });
  locked.emit(mustWait ? { kind: "review" } : { kind: "join", participantId: row.id });
  return row;
}

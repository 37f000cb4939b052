import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { recordModeration } from "../moderation/record-moderation.ts";
import { isUndoable } from "../moderation/undoable.ts";
import { type LockedRoom, writeToRoom } from "../order/write-to-room.ts";
import { presentParticipant } from "../present.ts";
import {
  findParticipant,
  type ParticipantRow,
  updateParticipant as storeParticipant,
} from "../queries/participants.ts";
import type { UpdateParticipantRequest } from "../schema.ts";
import type { WireParticipant } from "../wire.ts";
import { getOwnParticipant } from "./own-participant.ts";
import { type ChangeOfParticipant, changeOf } from "./participant-change.ts";
import { outranks } from "./rank.ts";
import { reservedNames } from "./reserved-names.ts";

/** `undo`: the entry of the moderation log, if it can be undone. */
export type UpdatedParticipant = WireParticipant & { undo: Id<"mod"> | null };

/** What only the host may do. */
const BY_HOST = new Set<UpdateParticipantRequest["action"]>(["role", "hand_over"]);

/**
 * Changes a participant: rename (including oneself), mute, remove, ban, admit or refuse from the lobby, make
 * a moderator, or hand over the room.
 * @throws ParleyError forbidden for participants the caller does not outrank, not_found, conflict for a name
 * that is taken or a person who is not in the lobby, limited for too many renames of oneself
 */
export async function updateParticipant(
  ctx: Context,
  roomId: Id<"rom">,
  { participantId, ...request }: UpdateParticipantRequest & { participantId: string },
): Promise<UpdatedParticipant> {
  const id = parseId("par", participantId, "participant");
  const asked = request as UpdateParticipantRequest;
  const reserved = asked.action === "rename" ? await reservedNames(ctx) : new Set<string>();
  const { value } = await writeToRoom(ctx, roomId, async (locked) => {
    const own = await getOwnParticipant(locked.tx, ctx, roomId);
    const target = await findParticipant(locked.tx, roomId, id);
    if (!target) throw notFound("participant");
    requireRank(own, target, asked);
    const made = await changeOf(locked, asked, { own, target, reserved });
    const row = await store(locked, target, made);
    if (asked.action === "hand_over") await stepDown(locked, own);
    // A person who changes their own name does not moderate.
    if (own.id === target.id) return { row, undo: null };
    const { action, details } = made;
    const entry = await recordModeration(locked, { actorId: own.id, action, targetId: id, details });
    return { row, undo: isUndoable(action) ? entry : null };
  });
  return { ...presentParticipant(value.row), undo: value.undo };
}

function requireRank(
  own: ParticipantRow,
  target: ParticipantRow,
  { action }: UpdateParticipantRequest,
): void {
  const isOwnName = action === "rename" && own.id === target.id;
  const mayChange = target.role !== "bot" && outranks(own.role, target.role);
  if (isOwnName || (mayChange && (!BY_HOST.has(action) || own.role === "host"))) return;
  throw new ParleyError("forbidden", "You can't do this to this participant.");
}

async function store(
  { tx, emit }: LockedRoom,
  target: ParticipantRow,
  { change, event }: Pick<ChangeOfParticipant, "change" | "event">,
): Promise<ParticipantRow> {
  await storeParticipant(tx, target, change);
  const isOfLobby = target.departure === "waiting";
  if (event === "join") emit({ kind: "join", participantId: target.id });
  else emit({ kind: "participant", participantId: target.id, change: event });
  if (isOfLobby) emit({ kind: "review" });
  return { ...target, ...change };
}

/** A room has one host. The former one stays as a moderator. */
async function stepDown(locked: LockedRoom, own: ParticipantRow): Promise<void> {
  await store(locked, own, { change: { role: "moderator" }, event: "role" });
}

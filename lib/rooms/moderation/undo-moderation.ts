import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import {
  applyRoomChange,
  differing,
  type RoomChange,
  readRoomChange,
  requireRoomRank,
} from "../lifecycle/room-change.ts";
import { type LockedRoom, writeToRoom } from "../order/write-to-room.ts";
import { getOwnModerator } from "../participants/own-participant.ts";
import { BAN_MS } from "../participants/participant-change.ts";
import { outranks } from "../participants/rank.ts";
import { setHeldRefused } from "../queries/held-messages.ts";
import { findModeration, type ModerationRow, setUndone } from "../queries/moderation.ts";
import {
  deleteBan,
  findParticipant,
  type ParticipantRow,
  putBan,
  updateParticipant,
} from "../queries/participants.ts";
import { setReportsOf } from "../queries/reports.ts";
import type { ParticipantChange, RoomRole } from "../schema.ts";
import { isUndoable } from "./undoable.ts";

/**
 * Undoes an act of the moderation log: the caller's own, or one of somebody they outrank.
 * @throws ParleyError forbidden by rank, conflict if it cannot be undone or something else has changed since
 */
export async function undoModeration(ctx: Context, roomId: Id<"rom">, entryId: string): Promise<void> {
  const id = parseId("mod", entryId, "entry");
  await writeToRoom(ctx, roomId, async (locked) => {
    const { tx, at } = locked;
    const own = await getOwnModerator(tx, ctx, roomId);
    const entry = await findModeration(tx, roomId, id);
    if (!entry) throw notFound("entry");
    if (entry.undoneAt || !isUndoable(entry.action))
      throw new ParleyError("conflict", "This can no longer be undone.");
    const { actorId, targetId } = entry;
    const actor = actorId && (await findParticipant(tx, roomId, actorId));
    const target = targetId && (await findParticipant(tx, roomId, targetId));
    const isOwn = actorId === own.id;
    const isAllowed = isOwn || (actor ? outranks(own.role, actor.role) : own.role === "host");
    if (!isAllowed || (target && !outranks(own.role, target.role)))
      throw new ParleyError("forbidden", "You can't undo this.");
    await (target ? undoFor(locked, entry, own, target) : undoForRoom(locked, entry, own));
    await setUndone(tx, entry, at);
  });
}

async function undoFor(
  { tx, at, emit }: LockedRoom,
  { action, details, roomId, messageId }: ModerationRow,
  own: ParticipantRow,
  target: ParticipantRow,
): Promise<void> {
  const change = async (values: Partial<ParticipantRow>, said: ParticipantChange) => {
    await updateParticipant(tx, target, values);
    emit({ kind: "participant", participantId: target.id, change: said });
  };
  const { before, after } = details;
  const earlier = typeof before === "string" ? new Date(before) : null;
  const mutedUntil = earlier && earlier > at ? earlier : null;
  switch (action) {
    case "muted":
      requireUnchanged((target.mutedUntil?.toISOString() ?? null) === after);
      return change({ mutedUntil }, mutedUntil ? "muted" : "unmuted");
    case "unmuted":
      requireUnchanged(target.mutedUntil === null);
      return change({ mutedUntil }, mutedUntil ? "muted" : "unmuted");
    case "banned":
      requireUnchanged(target.departure === "banned");
      await deleteBan(tx, roomId, target.id);
      // Only the host makes moderators, so a moderator's undoing does not restore the role.
      return change(
        { departure: "removed", role: own.role === "host" ? (before as RoomRole) : target.role },
        "unbanned",
      );
    case "unbanned":
      requireUnchanged(target.departure !== "banned");
      await putBan(tx, target, new Date(at.getTime() + BAN_MS));
      return change({ departure: "banned", leftAt: target.leftAt ?? at }, "banned");
    case "made_moderator":
    case "unmade_moderator":
      if (own.role !== "host") throw new ParleyError("forbidden", "You can't undo this.");
      requireUnchanged(target.role === after);
      return change({ role: before as RoomRole }, "role");
    case "refused":
      requireUnchanged(target.departure === "refused");
      await updateParticipant(tx, target, { departure: "waiting" });
      emit({ kind: "review" });
      return;
    case "refused_message":
      if (messageId) await setHeldRefused(tx, { roomId, id: messageId }, null);
      emit({ kind: "review" });
      return;
    case "resolved_report":
    case "dismissed_report": {
      const from = action === "resolved_report" ? "resolved" : "dismissed";
      if (messageId) await setReportsOf(tx, { roomId, messageId, from }, "open");
      emit({ kind: "review" });
      return;
    }
    default:
      throw new ParleyError("conflict", "This can no longer be undone.");
  }
}

/** Restores the settings, if they still are as the act left them. */
async function undoForRoom(
  { room, emit }: LockedRoom,
  { details }: ModerationRow,
  own: ParticipantRow,
): Promise<void> {
  const before = (details.before ?? {}) as RoomChange;
  const after = (details.after ?? {}) as RoomChange;
  requireRoomRank(own.role, room, before);
  requireUnchanged(Object.keys(differing(after, readRoomChange(room, after))).length === 0);
  applyRoomChange(room, before);
  emit({ kind: "room" });
}

function requireUnchanged(isUnchanged: boolean): void {
  if (!isUnchanged) throw new ParleyError("conflict", "This has changed in the meantime.");
}

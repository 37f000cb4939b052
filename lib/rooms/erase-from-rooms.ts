import { actorHash, type Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { withdrawRecaps } from "./bot/withdraw-recaps.ts";
import { deleteCover } from "./lifecycle/cover-file.ts";
import { type LockedRoom, writeToRoom } from "./order/write-to-room.ts";
import { discardFilesOf } from "./queries/files.ts";
import { deleteHeldOf } from "./queries/held-messages.ts";
import { deleteMessagesOf } from "./queries/messages.ts";
import { deleteFormerNames } from "./queries/moderation.ts";
import {
  deleteBan,
  listParticipations,
  type ParticipantRow,
  updateParticipant,
} from "./queries/participants.ts";
import { deleteReactionsOf } from "./queries/reactions.ts";
import { deleteReportsOf } from "./queries/reports.ts";

/** Messages deleted per transaction, so that a room is never locked for long. */
const BATCH = 500;
const ERASED = "…";

/**
 * Erases the person in `ctx` from all rooms of the workspace: their messages become tombstones, and their
 * name, account and network address are removed. The rooms stay, including those they host, without their
 * pictures.
 */
export async function eraseFromRooms(ctx: Context): Promise<void> {
  for (const participant of await listParticipations(ctx, actorHash(ctx))) {
    let deleted = BATCH;
    while (deleted === BATCH) {
      const written = await writeToRoom(ctx, participant.roomId, async (locked) => {
        const deletedMessages = await deleteMessagesOf(locked.tx, participant, locked.at, BATCH);
        const messageIds = deletedMessages.map(({ id }) => id);
        for (const messageId of messageIds) locked.emit({ kind: "delete", messageId });
        await withdrawRecaps(
          locked,
          deletedMessages.map(({ offset }) => offset),
        );
        const coverId = messageIds.length < BATCH ? await forget(locked, participant) : null;
        return { count: messageIds.length, coverId };
      });
      deleted = written.value.count;
      if (written.value.coverId) await deleteCover(ctx, participant.roomId, written.value.coverId);
    }
  }
}

/** @returns the picture that the room had from them */
async function forget(
  { tx, room, at, emit }: LockedRoom,
  participant: ParticipantRow,
): Promise<Id<"cov"> | null> {
  const { roomId, id, departure, leftAt } = participant;
  await deleteBan(tx, roomId, id);
  await discardFilesOf(tx, participant);
  for (const messageId of await deleteReactionsOf(tx, participant)) emit({ kind: "reaction", messageId });
  await deleteHeldOf(tx, roomId, id);
  await deleteReportsOf(tx, roomId, id);
  await deleteFormerNames(tx, roomId, id);
  await updateParticipant(tx, participant, {
    name: ERASED,
    nameKey: null,
    userIdHash: null,
    addressHash: null,
    departure: departure ?? "left",
    leftAt: leftAt ?? at,
  });
  emit({ kind: "leave", participantId: id });
  const { coverId } = room;
  if (participant.role !== "host" || !coverId) return null;
  room.coverId = null;
  room.coverBytes = null;
  emit({ kind: "room" });
  return coverId;
}

import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, newId, parseId } from "#lib/core/ids.ts";
import { writeToRoom } from "../order/write-to-room.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { findRoomMessage } from "../queries/messages.ts";
import { insertReport } from "../queries/reports.ts";
import type { ReportMessageRequest } from "../schema.ts";

/**
 * Reports a message to the moderators and the workspace. A second report by the same person changes nothing.
 * @throws ParleyError conflict for a deleted message, invalid for one's own
 */
export async function reportMessage(
  ctx: Context,
  roomId: Id<"rom">,
  { message_id, reason, note }: ReportMessageRequest,
): Promise<void> {
  const messageId = parseId("rmg", message_id, "message");
  await writeToRoom(ctx, roomId, async ({ tx, at, emit }) => {
    const own = await getOwnParticipant(tx, ctx, roomId);
    const message = await findRoomMessage(tx, roomId, messageId);
    if (!message) throw notFound("message");
    if (message.participantId === own.id)
      throw new ParleyError("invalid", "You can't report your own message.");
    if (message.deletedAt) throw new ParleyError("conflict", "This message was deleted.");
    const report = { id: newId("rep"), messageId, reporterId: own.id, reason, note, createdAt: at };
    if (await insertReport(tx, roomId, report)) emit({ kind: "review" });
  });
}

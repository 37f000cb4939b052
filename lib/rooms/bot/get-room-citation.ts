import { admitRoom } from "#lib/auth/admission/admit-to-room.ts";
import type { Context } from "#lib/context/context.ts";
import { getCitation } from "#lib/conversation/get-citation.ts";
import type { CitedDocument } from "#lib/conversation/schema.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { findRoomMessage } from "../queries/messages.ts";

/**
 * Gets the document behind a citation in a chatbot's answer. Open to every participant.
 * @throws ParleyError not_found, also for a deleted answer or source
 */
export async function getRoomCitation(
  ctx: Context,
  roomId: Id<"rom">,
  { messageId, number }: { messageId: string; number: number },
): Promise<CitedDocument> {
  await getOwnParticipant(ctx, ctx, roomId);
  const message = await findRoomMessage(ctx, roomId, parseId("rmg", messageId, "message"));
  if (!message?.answerId || !message.conversationId || message.deletedAt) throw notFound("citation");
  const { conversationId: name, answerId } = message;
  return getCitation(admitRoom(ctx, roomId), { name, messageId: answerId, number });
}

import { admitRoom } from "#lib/auth/admission/admit-to-room.ts";
import type { Context } from "#lib/context/context.ts";
import { stopTurn } from "#lib/conversation/turn/stop-turn.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { isModerator } from "../participants/rank.ts";
import { findRoomMessage } from "../queries/messages.ts";

/**
 * Stops an answer while it is generated. What it says so far stays. Does nothing if it has ended.
 * @throws ParleyError not_found for a message that is no answer, forbidden for anyone but the person who
 * asked, the host and moderators
 */
export async function stopAnswer(ctx: Context, roomId: Id<"rom">, messageId: string): Promise<void> {
  const own = await getOwnParticipant(ctx, ctx, roomId);
  const answer = await findRoomMessage(ctx, roomId, parseId("rmg", messageId, "message"));
  if (!answer?.conversationId || answer.deletedAt) throw notFound("answer");
  const question = answer.replyTo && (await findRoomMessage(ctx, roomId, answer.replyTo));
  if (!isModerator(own.role) && (!question || question.participantId !== own.id))
    throw new ParleyError(
      "forbidden",
      "Only the person who asked, the host and moderators can stop an answer.",
    );
  await stopTurn(admitRoom(ctx, roomId), answer.conversationId);
}

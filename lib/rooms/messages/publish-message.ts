import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { planRecap } from "../bot/plan-recap.ts";
import { shouldAnswer } from "../bot/should-answer.ts";
import type { LockedRoom } from "../order/write-to-room.ts";
import { findRoomMessage, insertRoomMessage } from "../queries/messages.ts";
import { findParticipant, type ParticipantRow } from "../queries/participants.ts";
import type { RoomRow } from "../queries/rooms.ts";

export type NewMessage = {
  id: Id<"rmg">;
  clientMessageId: string | null;
  content: string;
  replyTo: Id<"rmg"> | null;
  /** Names that mention the chatbot; null in a room without one. */
  botNames: string[] | null;
};

/** What to look for in messages, read before the room is locked. */
export async function botNamesOf(ctx: Context, { chatbotId }: RoomRow): Promise<string[] | null> {
  if (!chatbotId) return null;
  const { name, handle } = await getChatbot(ctx, chatbotId);
  return [name, handle];
}

/** Adds a message to the end of the room, and asks the chatbot if it is addressed. */
export async function publishMessage(
  locked: LockedRoom,
  author: ParticipantRow,
  { id, clientMessageId, content, replyTo, botNames }: NewMessage,
): Promise<void> {
  const { tx, room, at } = locked;
  const replied = replyTo && (await findRoomMessage(tx, room.id, replyTo));
  const repliedTo = replied && (await findParticipant(tx, room.id, replied.participantId));
  const said = { text: content, role: author.role, isReplyToBot: repliedTo?.role === "bot" };
  const { botManner: manner } = room.settings;
  const isText = content.trim() !== "";
  const afterMs =
    isText && botNames && room.chatbotId ? shouldAnswer({ manner, state: room.state, botNames }, said) : null;
  const offset = locked.emit({ kind: "message", messageId: id });
  await insertRoomMessage(tx, room.id, {
    id,
    participantId: author.id,
    clientMessageId,
    offset,
    content,
    replyTo,
    isQuestion: afterMs !== null,
    createdAt: at,
  });
  if (afterMs !== null) locked.askBot(afterMs);
  else if (manner === "digest" && room.chatbotId && isText) await planRecap(locked);
}

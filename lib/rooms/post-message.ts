import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, newId, parseId } from "#lib/core/ids.ts";
import { getRoomRow } from "./get-room.ts";
import { type LockedRoom, writeToRoom } from "./order/write-to-room.ts";
import { getOwnParticipant } from "./own-participant.ts";
import { presentMessages } from "./present-messages.ts";
import {
  findByClientId,
  findRoomMessage,
  insertRoomMessage,
  loadRoomMessages,
  type RoomMessageRow,
} from "./queries/messages.ts";
import { findParticipant, type ParticipantRow, updateParticipant } from "./queries/participants.ts";
import type { RoomRow } from "./queries/rooms.ts";
import { isModerator } from "./rank.ts";
import type { PostMessageRequest } from "./schema.ts";
import { shouldAnswer } from "./should-answer.ts";
import type { WireMessage } from "./wire.ts";

/**
 * Posts a message. The same client id with the same text returns the first message.
 * @throws ParleyError unprocessable for a client id that was used with another text, forbidden while muted or
 * if the room is locked or archived, limited in slow mode
 */
export async function postMessage(
  ctx: Context,
  roomId: Id<"rom">,
  request: PostMessageRequest,
): Promise<WireMessage> {
  const { id: clientId } = request;
  const room = await getRoomRow(ctx, roomId);
  const botNames = await botNamesOf(ctx, room);
  const { value, events } = await writeToRoom(ctx, roomId, async (locked) => {
    const { tx } = locked;
    const author = await getOwnParticipant(tx, ctx, roomId);
    const earlier = clientId ? await findByClientId(tx, roomId, author.id, clientId) : null;
    if (earlier) return repeated(earlier, request.content);
    requireVoice(locked, author);
    const replied = request.reply_to ? await getReplied(tx, roomId, request.reply_to) : null;
    const message = await store(locked, author, request, { replied, botNames });
    return message.id;
  });
  const [event] = events;
  if (event?.kind === "message") return event.message;
  const [message] = await presentMessages(ctx, room, await loadRoomMessages(ctx, roomId, [value]));
  if (!message) throw notFound("message");
  return message;
}

async function botNamesOf(ctx: Context, { chatbotId }: RoomRow): Promise<string[] | null> {
  if (!chatbotId) return null;
  const { name, handle } = await getChatbot(ctx, chatbotId);
  return [name, handle];
}

function repeated(earlier: RoomMessageRow, content: string): Id<"rmg"> {
  // Its text may have been edited or deleted since; sending it again is still not a new message.
  const isChanged = earlier.editedAt !== null || earlier.deletedAt !== null;
  if (earlier.content === content || isChanged) return earlier.id;
  throw new ParleyError("unprocessable", "This message ID was already used for different text.");
}

function requireVoice({ room, at }: LockedRoom, author: ParticipantRow): void {
  const refuse = (message: string, reason: string, until?: Date) =>
    new ParleyError("forbidden", message, { reason, until: until?.toISOString() });
  if (room.state === "archived") throw refuse("This room is archived.", "archived");
  if (isModerator(author.role)) return;
  if (room.state === "locked") throw refuse("Only the host and moderators may post now.", "locked");
  const { mutedUntil, lastPostAt } = author;
  if (mutedUntil && mutedUntil > at) throw refuse("You are muted.", "muted", mutedUntil);
  const freeAt = (lastPostAt?.getTime() ?? 0) + room.settings.slowSeconds * 1_000;
  if (lastPostAt && freeAt > at.getTime()) {
    const retryAfter = Math.ceil((freeAt - at.getTime()) / 1_000);
    const message = `Slow mode is on. Post again in ${retryAfter} seconds.`;
    throw new ParleyError("limited", message, { reason: "slow", retryAfter });
  }
}

type Replied = { message: RoomMessageRow; author: ParticipantRow | null };

async function getReplied(tx: Context, roomId: Id<"rom">, name: string): Promise<Replied> {
  const message = await findRoomMessage(tx, roomId, parseId("rmg", name, "message"));
  if (!message) throw notFound("message");
  return { message, author: await findParticipant(tx, roomId, message.participantId) };
}

async function store(
  locked: LockedRoom,
  author: ParticipantRow,
  { content, id: clientId }: PostMessageRequest,
  { replied, botNames }: { replied: Replied | null; botNames: string[] | null },
): Promise<{ id: Id<"rmg"> }> {
  const { tx, room, at } = locked;
  const said = { text: content, role: author.role, isReplyToBot: replied?.author?.role === "bot" };
  const { botManner: manner } = room.settings;
  const afterMs =
    botNames && room.chatbotId ? shouldAnswer({ manner, state: room.state, botNames }, said) : null;
  const id = newId("rmg");
  const offset = locked.emit({ kind: "message", messageId: id });
  await insertRoomMessage(tx, room.id, {
    id,
    participantId: author.id,
    clientMessageId: clientId ?? null,
    offset,
    content,
    replyTo: replied?.message.id ?? null,
    isQuestion: afterMs !== null,
    createdAt: at,
  });
  await updateParticipant(tx, author, { lastPostAt: at });
  if (afterMs !== null) locked.askBot(afterMs);
  return { id };
}

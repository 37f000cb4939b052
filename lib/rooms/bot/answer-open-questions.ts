import type { ChosenModel } from "#lib/ai/language-model.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { findAskedText } from "#lib/conversation/find-asked-text.ts";
import { type ErrorCode, ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { tagAuthors } from "#lib/prompt/author-tags.ts";
import { writeToRoom } from "../order/write-to-room.ts";
import {
  findMessageOfTurn,
  insertRoomMessage,
  listOpenQuestions,
  type OpenQuestion,
  type RoomMessageRow,
} from "../queries/messages.ts";
import { findBot } from "../queries/participants.ts";
import { findRoom, type RoomRow } from "../queries/rooms.ts";
import { askInRoom, type PlacedTurn } from "./ask-in-room.ts";
import { asksForRecap } from "./asks-for-recap.ts";
import { readWantedStretch } from "./read-stretch.ts";
import { ROOM_CONVERSATION } from "./room-conversation.ts";
import { withoutMention } from "./should-answer.ts";

/** Further questions wait for the next answer. */
const MAX_QUESTIONS = 10;

type Asked = {
  room: RoomRow & { chatbotId: Id<"bot"> };
  questions: OpenQuestion[];
  last: RoomMessageRow;
  /** Whether the questions ask for a recap. */
  isRecap: boolean;
};

/**
 * Answers the open questions of a room with one turn, or posts a notice that says why it cannot. When run
 * again after a crash, it finds the same turn by the last question, so nothing is answered twice.
 * @param ctx the room's own
 * @param model used instead of the chatbot's
 * @returns the chatbot's message; null if there is none
 */
export async function answerOpenQuestions(
  ctx: Context,
  roomId: Id<"rom">,
  model?: ChosenModel,
): Promise<Id<"rmg"> | null> {
  const asked = await findAsked(ctx, roomId);
  if (!asked) return null;
  try {
    return await answer(ctx, asked, model);
  } catch (error) {
    // After a crash, the interrupted turn conflicts until it is recovered.
    const isPassing = error instanceof ParleyError && ["unavailable", "conflict"].includes(error.code);
    if (!(error instanceof ParleyError) || isPassing) throw error;
    await declineOpenQuestions(ctx, roomId, error.code);
    return null;
  }
}

/** Posts a notice that the chatbot cannot answer the open questions. */
export async function declineOpenQuestions(ctx: Context, roomId: Id<"rom">, code: ErrorCode): Promise<void> {
  const asked = await findAsked(ctx, roomId);
  if (asked) await close(ctx, asked, { kind: "notice", notice: "bot_unavailable", code });
}

async function findAsked(ctx: Context, roomId: Id<"rom">): Promise<Asked | null> {
  const room = await findRoom(ctx, roomId);
  if (!room?.chatbotId) return null;
  const { chatbotId, answeredOffset } = room;
  const open = await listOpenQuestions(ctx, roomId, answeredOffset, MAX_QUESTIONS);
  if (open.length === 0) return null;
  const { name, handle } = await getChatbot(ctx, chatbotId);
  const wantsRecap = ({ message }: OpenQuestion) =>
    asksForRecap(withoutMention(message.content, [name, handle]));
  // Requests for a recap and questions are answered separately, in order.
  const isRecap = open.slice(0, 1).some(wantsRecap);
  const until = open.findIndex((question) => wantsRecap(question) !== isRecap);
  const questions = until < 0 ? open : open.slice(0, until);
  const last = questions.at(-1)?.message;
  return last ? { room: { ...room, chatbotId }, questions, last, isRecap } : null;
}

async function answer(ctx: Context, asked: Asked, model?: ChosenModel): Promise<Id<"rmg">> {
  const { room, last } = asked;
  const chatbot = await getChatbot(ctx, room.chatbotId);
  const { text, recapFrom } = await textOf(ctx, asked, chatbot);
  let opened: Id<"rmg"> | null = null;
  await askInRoom(ctx, {
    chatbot,
    messageId: last.id,
    text,
    model,
    onStart: async (turn) => {
      opened = await open(ctx, asked, { ...turn, recapFrom });
    },
  });
  if (!opened) throw new ParleyError("unavailable", "The answer was lost.");
  await close(ctx, asked, { kind: "answer", messageId: opened }, recapFrom !== null);
  return opened;
}

/** What the chatbot is asked, and where a recap begins if that is what people want. */
async function textOf(
  ctx: Context,
  { room, questions, last, isRecap }: Asked,
  chatbot: Chatbot,
): Promise<{ text: string; recapFrom: number | null }> {
  const names = [chatbot.name, chatbot.handle];
  const stretch = isRecap ? await readWantedStretch(ctx, room, last.offset, names) : null;
  const said = questions.map(({ message, username }) => ({
    name: username,
    text: withoutMention(message.content, names),
  }));
  // After a crash, the text is the one that was asked: a name may have changed since.
  const asking = { conversation: ROOM_CONVERSATION, messageId: last.id };
  const earlier = await findAskedText(ctx, chatbot.id, asking);
  return { text: earlier ?? stretch?.text ?? tagAuthors(said), recapFrom: stretch?.from ?? null };
}

/** Puts the answer into the room, empty until it ends. */
async function open(
  ctx: Context,
  { room, last }: Asked,
  turn: PlacedTurn & { recapFrom: number | null },
): Promise<Id<"rmg">> {
  const { id: roomId } = room;
  const { value } = await writeToRoom(ctx, roomId, async ({ tx, at, emit }) => {
    const earlier = await findMessageOfTurn(tx, roomId, turn.turnId);
    if (earlier) return earlier.id;
    const bot = await findBot(tx, roomId);
    if (!bot) throw new ParleyError("not_found", "The chatbot has left.");
    const id = newId("rmg");
    const offset = emit({ kind: "message", messageId: id });
    const placed = { id, participantId: bot.id, offset, content: "", createdAt: at };
    await insertRoomMessage(tx, roomId, { ...placed, replyTo: last.id, ...turn });
    return id;
  });
  return value;
}

type Closing =
  | { kind: "answer"; messageId: Id<"rmg"> }
  | { kind: "notice"; notice: "bot_unavailable"; code: string };

async function close(
  ctx: Context,
  { room: { id }, last }: Asked,
  event: Closing,
  isRecap = false,
): Promise<void> {
  await writeToRoom(ctx, id, async ({ room, emit }) => {
    if (room.answeredOffset >= last.offset) return;
    room.answeredOffset = last.offset;
    if (isRecap) room.recapOffset = Math.max(room.recapOffset, last.offset);
    emit(event);
  });
}

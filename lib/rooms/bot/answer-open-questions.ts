import type { ChosenModel } from "#lib/ai/language-model.ts";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { findAskedText } from "#lib/conversation/find-asked-text.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
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
import { withoutMention } from "../should-answer.ts";
import { ROOM_CONVERSATION } from "./room-conversation.ts";

/** Further questions wait for the next answer. */
const MAX_QUESTIONS = 10;

type Turn = { turnId: Id<"trn">; conversationId: Id<"cnv">; answerId: Id<"msg"> };
type Asked = { room: RoomRow & { chatbotId: Id<"bot"> }; questions: OpenQuestion[]; last: RoomMessageRow };

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
  const questions = await listOpenQuestions(ctx, roomId, answeredOffset, MAX_QUESTIONS);
  const last = questions.at(-1)?.message;
  return last ? { room: { ...room, chatbotId }, questions, last } : null;
}

async function answer(ctx: Context, asked: Asked, model?: ChosenModel): Promise<Id<"rmg">> {
  const { room, questions, last } = asked;
  const chatbot = await getChatbot(ctx, room.chatbotId);
  const names = [chatbot.name, chatbot.handle];
  // After a crash, the text is the one that was asked: a name may have changed since.
  const asking = { conversation: ROOM_CONVERSATION, messageId: last.id };
  const earlier = await findAskedText(ctx, chatbot.id, asking);
  const text =
    earlier ??
    tagAuthors(
      questions.map(({ message, username }) => ({
        name: username,
        text: withoutMention(message.content, names),
      })),
    );
  const turn = await runTurn(ctx, {
    chatbot,
    ...(model && { model }),
    request: {
      id: ROOM_CONVERSATION,
      chatbot: chatbot.handle,
      trigger: "submit-message",
      message: { id: last.id, role: "user", parts: [{ type: "text", text }] },
    },
  });
  let opened: Id<"rmg"> | null = null;
  for await (const chunk of turn.follow()) {
    if (chunk.type !== "start" || opened) continue;
    const { conversationId } = chunk.messageMetadata;
    opened = await open(ctx, asked, {
      turnId: turn.turnId,
      conversationId: conversationId as Id<"cnv">,
      answerId: chunk.messageId as Id<"msg">,
    });
  }
  await turn.ended;
  if (!opened) throw new ParleyError("unavailable", "The answer was lost.");
  await close(ctx, asked, { kind: "answer", messageId: opened });
  return opened;
}

/** Puts the answer into the room, empty until it ends. */
async function open(ctx: Context, { room, last }: Asked, turn: Turn): Promise<Id<"rmg">> {
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

async function close(ctx: Context, { room: { id }, last }: Asked, event: Closing): Promise<void> {
  await writeToRoom(ctx, id, async ({ room, emit }) => {
    if (room.answeredOffset >= last.offset) return;
    room.answeredOffset = last.offset;
    emit(event);
  });
}

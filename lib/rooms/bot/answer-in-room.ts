import { admitRoom } from "#lib/auth/admission/admit-to-room.ts";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import type { JobHandler } from "#lib/jobs/define-job.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { writeToRoom } from "../order/write-to-room.ts";
import {
  findMessageOfTurn,
  insertRoomMessage,
  listOpenQuestions,
  type RoomMessageRow,
} from "../queries/messages.ts";
import { findBot } from "../queries/participants.ts";
import { findRoom, type RoomRow } from "../queries/rooms.ts";
import { withoutMention } from "../should-answer.ts";
import { answerInRoomJob } from "./jobs.ts";

/** More questions than this wait for the next answer. */
const MAX_QUESTIONS = 10;
/** One conversation of the room's own holds all its answers. */
const CONVERSATION = "room";

type Turn = { turnId: Id<"trn">; conversationId: Id<"cnv">; answerId: Id<"msg"> };

/**
 * Answers the open questions of a room with one turn. Run again after a crash, it finds the same turn by the
 * last question, so that nothing is answered twice.
 */
export const handler: JobHandler<{ roomId: Id<"rom"> }> = {
  async run(job, { roomId }) {
    const ctx = admitRoom(job, roomId);
    const room = await findRoom(ctx, roomId);
    if (!room?.chatbotId) return;
    const questions = await listOpenQuestions(ctx, roomId, room.answeredOffset, MAX_QUESTIONS);
    const last = questions.at(-1);
    if (!last) return;
    try {
      await answer(ctx, { ...room, chatbotId: room.chatbotId }, questions, last);
    } catch (error) {
      if (!(error instanceof ParleyError) || error.code === "unavailable") throw error;
      await close(ctx, roomId, last, { kind: "notice", notice: "bot_unavailable", code: error.code });
    }
    await askAgain(ctx, roomId);
  },
  async giveUp(job, { roomId }) {
    const ctx = admitRoom(job, roomId);
    const room = await findRoom(ctx, roomId);
    const last = room && (await listOpenQuestions(ctx, roomId, room.answeredOffset, MAX_QUESTIONS)).at(-1);
    if (last)
      await close(ctx, roomId, last, { kind: "notice", notice: "bot_unavailable", code: "unavailable" });
  },
};

async function answer(
  ctx: Context,
  room: RoomRow & { chatbotId: Id<"bot"> },
  questions: RoomMessageRow[],
  last: RoomMessageRow,
): Promise<void> {
  const chatbot = await getChatbot(ctx, room.chatbotId);
  const names = [chatbot.name, chatbot.handle];
  const text = questions.map(({ content }) => withoutMention(content, names)).join("\n");
  const turn = await runTurn(ctx, {
    chatbot,
    request: {
      id: CONVERSATION,
      chatbot: chatbot.handle,
      trigger: "submit-message",
      message: { id: last.id, role: "user", parts: [{ type: "text", text }] },
    },
  });
  let opened: Id<"rmg"> | null = null;
  for await (const chunk of turn.follow()) {
    if (chunk.type !== "start" || opened) continue;
    const { conversationId } = chunk.messageMetadata;
    opened = await open(ctx, room.id, last, {
      turnId: turn.turnId,
      conversationId: conversationId as Id<"cnv">,
      answerId: chunk.messageId as Id<"msg">,
    });
  }
  await turn.ended;
  if (!opened) throw new ParleyError("unavailable", "The answer was lost.");
  await close(ctx, room.id, last, { kind: "answer", messageId: opened });
}

/** Puts the answer into the room, empty until it ends. */
async function open(ctx: Context, roomId: Id<"rom">, last: RoomMessageRow, turn: Turn): Promise<Id<"rmg">> {
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

async function close(ctx: Context, roomId: Id<"rom">, last: RoomMessageRow, event: Closing): Promise<void> {
  await writeToRoom(ctx, roomId, async ({ room, emit }) => {
    if (room.answeredOffset >= last.offset) return;
    room.answeredOffset = last.offset;
    emit(event);
  });
}

/** Questions that came while this job ran may have found it still queued, and enqueued none. */
async function askAgain(ctx: Context, roomId: Id<"rom">): Promise<void> {
  const room = await findRoom(ctx, roomId);
  if (!room || (await listOpenQuestions(ctx, roomId, room.answeredOffset, 1)).length === 0) return;
  await transactionWithJobs(ctx, [answerInRoomJob], (_, enqueue) =>
    enqueue(answerInRoomJob, { roomId }, { key: roomId }),
  );
}

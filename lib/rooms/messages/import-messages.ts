import type { ChosenModel } from "#lib/ai/language-model.ts";
import { admitRoom } from "#lib/auth/admission/admit-to-room.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { answerOpenQuestions } from "../bot/answer-open-questions.ts";
import { shouldAnswer } from "../bot/should-answer.ts";
import { writeToRoom } from "../order/write-to-room.ts";
import { nameKey } from "../participants/name-key.ts";
import { insertRoomMessage, listRoomMessages, updateRoomMessage } from "../queries/messages.ts";
import { findBot, insertParticipant, listParticipantRows } from "../queries/participants.ts";

/** `minutesAgo`: how long before now it was posted. */
export type ImportedMessage = { minutesAgo: number; name: string; text: string };

const ANSWER_AFTER_MS = 9_000;

/**
 * Fills an empty room with past messages. Authors join with their first message, and the chatbot answers
 * each message that addresses it before the next one. A room with messages is left unchanged.
 */
export async function importMessages(
  ctx: Context,
  roomId: Id<"rom">,
  { lines, model }: { lines: ImportedMessage[]; model: ChosenModel },
): Promise<void> {
  if ((await listRoomMessages(ctx, roomId, { limit: 1 })).length > 0) return;
  const bot = await findBot(ctx, roomId);
  const now = ctx.now().getTime();
  for (const { minutesAgo, name, text } of lines) {
    const at = new Date(now - minutesAgo * 60_000);
    const { value: isQuestion } = await writeToRoom(ctx, roomId, async ({ tx, room, emit }) => {
      const people = await listParticipantRows(tx, roomId);
      let author = people.find((person) => person.name === name);
      if (!author) {
        const newcomer = { id: newId("par"), name, nameKey: nameKey(name), joinedAt: at };
        author = await insertParticipant(tx, roomId, { ...newcomer, role: "participant" });
        emit({ kind: "join", participantId: author.id });
      }
      const botNames = bot ? [bot.name] : [];
      const answering = { manner: room.settings.botManner, state: room.state, botNames };
      const said = { text, role: author.role, isReplyToBot: false };
      const isAsked = bot !== null && shouldAnswer(answering, said) !== null;
      const id = newId("rmg");
      const offset = emit({ kind: "message", messageId: id });
      const message = { id, participantId: author.id, offset, content: text, isQuestion: isAsked };
      await insertRoomMessage(tx, roomId, { ...message, createdAt: at });
      return isAsked;
    });
    if (!isQuestion) continue;
    const answer = await answerOpenQuestions(admitRoom(ctx, roomId), roomId, model);
    const createdAt = new Date(at.getTime() + ANSWER_AFTER_MS);
    if (answer) await updateRoomMessage(ctx, { roomId, id: answer }, { createdAt });
  }
}

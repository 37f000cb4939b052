import type { ChosenModel } from "#lib/ai/language-model.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { findAskedText } from "#lib/conversation/find-asked-text.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { type LockedRoom, writeToRoom } from "../order/write-to-room.ts";
import { findMessageOfTurn, insertRoomMessage } from "../queries/messages.ts";
import { findBot } from "../queries/participants.ts";
import { listPresent } from "../queries/presence.ts";
import { countSaid } from "../queries/recaps.ts";
import type { RoomRow } from "../queries/rooms.ts";
import { askInRoom, type RoomTurn } from "./ask-in-room.ts";
import { LEAST_MESSAGES, nextRecapAt } from "./plan-recap.ts";
import { readStretch } from "./read-stretch.ts";
import { ROOM_CONVERSATION } from "./room-conversation.ts";

/** After this long without a result, another process tries again. It finds the same turn. */
const TRY_AGAIN_MS = 60_000;

type Claimed = { room: RoomRow; until: number };

/**
 * Posts a recap of what was said since the last one, if it is due, somebody is present and enough was said.
 * Which stretch it is about is stored first, so that a restart or another process finishes the same recap.
 * One that fails is not posted; the next one covers what was said.
 * @param ctx the room's own
 * @param model used instead of the chatbot's
 */
export async function postDueRecap(ctx: Context, roomId: Id<"rom">, model?: ChosenModel): Promise<void> {
  const isWatched = (await listPresent(ctx, roomId, 1)).length > 0;
  const { value: claimed } = await writeToRoom(ctx, roomId, (locked) => claim(locked, isWatched));
  if (!claimed?.room.chatbotId) return;
  const chatbot = await getChatbot(ctx, claimed.room.chatbotId);
  const made = await make(ctx, claimed, chatbot, model).catch((error: unknown) => {
    const isPassing = error instanceof ParleyError && ["unavailable", "conflict"].includes(error.code);
    if (!(error instanceof ParleyError) || isPassing) throw error;
    return null;
  });
  await writeToRoom(ctx, roomId, (locked) => finish(locked, claimed, made));
}

/** Takes a due recap. @returns null if there is none to make */
async function claim({ tx, room, at }: LockedRoom, isWatched: boolean): Promise<Claimed | null> {
  if (!room.recapAt || room.recapAt > at) return null;
  const isWanted = room.settings.botManner === "digest" && room.state !== "archived" && room.chatbotId;
  const counting = { after: room.recapOffset, atMost: LEAST_MESSAGES };
  const isEnough = (await countSaid(tx, room, counting)) >= LEAST_MESSAGES;
  if (!isWanted || (room.recapUntil === null && !(isWatched && isEnough))) {
    // The next message plans it again.
    room.recapUntil = null;
    room.recapAt = null;
    return null;
  }
  const until = room.recapUntil ?? room.lastOffset;
  room.recapUntil = until;
  room.recapAt = new Date(at.getTime() + TRY_AGAIN_MS);
  return { room: { ...room }, until };
}

type Made = RoomTurn & { from: number };

/** @returns null if there is nothing to post */
async function make(
  ctx: Context,
  { room, until }: Claimed,
  chatbot: Chatbot,
  model?: ChosenModel,
): Promise<Made | null> {
  const messageId = `recap-${room.epoch}-${until}`;
  const stretch = await readStretch(ctx, room, until, [chatbot.name, chatbot.handle]);
  // After a crash, the text is the one that was summed up: messages may have been edited or deleted since.
  const earlier = await findAskedText(ctx, chatbot.id, { conversation: ROOM_CONVERSATION, messageId });
  const text = earlier ?? stretch?.text;
  if (!text) return null;
  const turn = await askInRoom(ctx, { chatbot, messageId, text, model });
  if (turn.state !== "complete") return null;
  return { ...turn, from: stretch?.from ?? room.recapOffset };
}

async function finish({ tx, room, at, emit }: LockedRoom, { until }: Claimed, made: Made | null) {
  if (room.recapUntil !== until) return;
  room.recapUntil = null;
  if (made && room.settings.botManner === "digest" && room.state !== "archived") {
    const { state: _, from, ...turn } = made;
    const bot = await findBot(tx, room.id);
    if (bot && !(await findMessageOfTurn(tx, room.id, turn.turnId))) {
      const id = newId("rmg");
      const offset = emit({ kind: "message", messageId: id });
      const placed = { id, participantId: bot.id, offset, content: "", createdAt: at, recapFrom: from };
      await insertRoomMessage(tx, room.id, { ...placed, ...turn });
      emit({ kind: "answer", messageId: id });
    }
    room.recapOffset = until;
  }
  const said = await countSaid(tx, room, { after: until, atMost: 1 });
  room.recapAt = said > 0 ? nextRecapAt(null, said, at) : null;
}

import type { ChosenModel } from "#lib/ai/language-model.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import type { TurnState } from "#lib/conversation/schema.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { ROOM_CONVERSATION } from "./room-conversation.ts";

export type PlacedTurn = { turnId: Id<"trn">; conversationId: Id<"cnv">; answerId: Id<"msg"> };
export type RoomTurn = PlacedTurn & { state: TurnState };

/**
 * Runs one turn in the room's conversation to its end. The same `messageId` again finds the same turn.
 * @param onStart called when the answer begins
 */
export async function askInRoom(
  ctx: Context,
  {
    chatbot,
    messageId,
    text,
    model,
    onStart,
  }: {
    chatbot: Chatbot;
    messageId: string;
    text: string;
    model?: ChosenModel | undefined;
    onStart?: (turn: PlacedTurn) => Promise<void>;
  },
): Promise<RoomTurn> {
  const turn = await runTurn(ctx, {
    chatbot,
    ...(model && { model }),
    request: {
      id: ROOM_CONVERSATION,
      chatbot: chatbot.handle,
      trigger: "submit-message",
      message: { id: messageId, role: "user", parts: [{ type: "text", text }] },
    },
  });
  let placed: PlacedTurn | null = null;
  let state: TurnState = "running";
  for await (const chunk of turn.follow()) {
    if (chunk.type === "message-metadata") state = chunk.messageMetadata.state;
    if (chunk.type !== "start" || placed) continue;
    placed = {
      turnId: turn.turnId,
      conversationId: chunk.messageMetadata.conversationId as Id<"cnv">,
      answerId: chunk.messageId as Id<"msg">,
    };
    await onStart?.(placed);
  }
  await turn.ended;
  if (!placed) throw new ParleyError("unavailable", "The answer was lost.");
  return { ...placed, state };
}

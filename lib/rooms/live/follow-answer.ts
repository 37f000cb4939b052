import { admitRoom } from "#lib/auth/admission/admit-to-room.ts";
import type { Context } from "#lib/context/context.ts";
import { followTurn } from "#lib/conversation/turn/follow-turn.ts";
import type { Id } from "#lib/core/ids.ts";
import { findRoomMessage } from "../queries/messages.ts";

const EVERY_MS = 100;

/** Reports the text so far of a running answer, at most ten times a second, until it ends. */
export async function followAnswer(
  ctx: Context,
  roomId: Id<"rom">,
  messageId: string,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const message = await findRoomMessage(ctx, roomId, messageId as Id<"rmg">);
  if (!message?.conversationId) return;
  const events = await followTurn(admitRoom(ctx, roomId), message.conversationId, { signal });
  let text = "";
  let timer: NodeJS.Timeout | undefined;
  const report = () => {
    timer = undefined;
    onText(text);
  };
  for await (const { chunk } of events ?? []) {
    if (chunk.type === "start" && chunk.messageId !== message.answerId) break;
    if (chunk.type === "text-delta") text += chunk.delta;
    else if (chunk.type === "data-retract") text = text.slice(0, chunk.data.length);
    else continue;
    timer ??= setTimeout(report, EVERY_MS);
  }
  // The whole answer follows as an event.
  clearTimeout(timer);
}

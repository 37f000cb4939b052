import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { getConversation } from "../get-conversation.ts";
import { requestStop, requestStopOfPerson } from "../queries/turns.ts";
import { liveTurns } from "../stream/live-turn.ts";
import { endQueuedTurn } from "./end-queued-turn.ts";

/**
 * Asks the turns of a conversation to stop: at once where one runs in this process or waits in the queue, within about a
 * second where it runs in another. What was said is kept. Nothing running is no error.
 */
export async function stopTurn(ctx: Context, name: string): Promise<void> {
  const conversation = await getConversation(ctx, name);
  await stopAll(ctx, await requestStop(ctx, conversation.id));
}

/** The same for all conversations of whoever asks. */
export async function stopTurnsOf(ctx: Context): Promise<void> {
  await stopAll(ctx, await requestStopOfPerson(ctx));
}

async function stopAll(ctx: Context, turns: { turnId: Id<"trn">; isWaiting: boolean }[]): Promise<void> {
  for (const { turnId, isWaiting } of turns) {
    liveTurns().get(`${ctx.tenantId}/${turnId}`)?.stopFor("person");
    if (isWaiting) await endQueuedTurn(ctx, turnId);
  }
}

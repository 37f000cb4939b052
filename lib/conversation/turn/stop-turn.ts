import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { getConversation } from "../get-conversation.ts";
import { requestStop, requestStopOfPerson } from "../queries/turn-stop.ts";
import { liveTurns } from "../stream/live-turn.ts";
import { endQueuedTurn } from "./end-queued-turn.ts";

/**
 * Stops the turns of a conversation: at once those that are queued or run in this process, within about a
 * second those that run in another. Partial answers are kept. Does nothing when none runs.
 */
export async function stopTurn(ctx: Context, name: string): Promise<void> {
  const conversation = await getConversation(ctx, name);
  await stopAll(ctx, await requestStop(ctx, conversation.id));
}

/** Stops the turns in all conversations of the person in `ctx`. */
export async function stopOwnTurns(ctx: Context): Promise<void> {
  await stopAll(ctx, await requestStopOfPerson(ctx));
}

async function stopAll(ctx: Context, turns: { turnId: Id<"trn">; isWaiting: boolean }[]): Promise<void> {
  for (const { turnId, isWaiting } of turns) {
    liveTurns().get(`${ctx.tenantId}/${turnId}`)?.stopFor("person");
    if (isWaiting) await endQueuedTurn(ctx, turnId);
  }
}

import type { Context } from "#lib/core/context.ts";
import { getConversation } from "./get-conversation.ts";
import { liveTurns } from "./live-turn.ts";
import type { OpenTurn } from "./open-turn.ts";
import { endStaleTurns, findRunningTurn, loadCitations, readTurn } from "./queries.ts";
import type { TurnChunk } from "./schema.ts";
import { storedCitation } from "./stored-citation.ts";
import { endChunks, startChunk } from "./turn-chunks.ts";

const LOOK_EVERY_MS = 400;

/**
 * The chunks of the turn running in a conversation, from its start; null when none runs. A turn of another process is
 * followed through what that one stores.
 * @throws ParleyError not_found for a conversation that is not this person's.
 */
export async function followTurn(
  ctx: Context,
  name: string,
  signal: AbortSignal,
): Promise<AsyncGenerator<TurnChunk> | null> {
  const conversation = await getConversation(ctx, name);
  const running = await findRunningTurn(ctx, conversation.id);
  if (!running) return null;
  const live = liveTurns().get(`${ctx.tenantId}/${running.turnId}`);
  if (live) return live.follow(signal);
  return followStored(
    ctx,
    { ...running, conversationId: conversation.id, title: conversation.title },
    signal,
  );
}

/** Follows a turn by what is stored of it: all at once when it has ended, else as its process saves it. */
export async function* followStored(
  ctx: Context,
  turn: Omit<OpenTurn, "question" | "hasHistory">,
  signal?: AbortSignal,
): AsyncGenerator<TurnChunk> {
  yield startChunk(turn);
  yield { type: "text-start", id: "0" };
  let sent = 0;
  while (!signal?.aborted) {
    const stored = await readTurn(ctx, turn.turnId);
    if (stored && stored.state !== "running") yield* citationsOf(ctx, turn);
    if (stored && stored.text.length > sent) {
      yield { type: "text-delta", id: "0", delta: stored.text.slice(sent) };
      sent = stored.text.length;
    }
    if (stored?.state !== "running") {
      yield { type: "text-end", id: "0" };
      // A turn that is nowhere to be found was deleted with its conversation.
      if (stored) yield* endChunks({ state: stored.state, errorCode: stored.errorCode ?? undefined });
      else yield* endChunks({ state: "interrupted", errorCode: "internal" });
      return;
    }
    await endStaleTurns(ctx, turn.conversationId);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function* citationsOf(ctx: Context, turn: Pick<OpenTurn, "answerId">): AsyncGenerator<TurnChunk> {
  for (const row of await loadCitations(ctx, [turn.answerId])) {
    const data = storedCitation(row);
    yield { type: "data-citation", id: `citation-${data.number}`, data };
  }
}

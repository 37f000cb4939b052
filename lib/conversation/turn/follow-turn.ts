import type { Context } from "#lib/context/context.ts";
import { isDraining } from "#lib/core/draining.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { getConversation } from "../get-conversation.ts";
import { loadCitations } from "../queries/conversations.ts";
import { findHandling } from "../queries/handling.ts";
import { findRowStart, LOG_PAGE, readTurnLog } from "../queries/turn-log.ts";
import { findRunningTurn, findTurnOfEpoch, readTurn } from "../queries/turns.ts";
import type { TurnChunk } from "../schema.ts";
import { storedCitation } from "../stored-citation.ts";
import { type LiveTurn, liveTurns } from "../stream/live-turn.ts";
import { readLogRow } from "../stream/log-entry.ts";
import { followRemoteTurn } from "../stream/remote-turn.ts";
import { endChunks, isLastChunk, replaceChunk, storedChunks } from "../stream/turn-chunks.ts";
import { type Cursor, eventId, parseCursor, type TurnEvent } from "../stream/turn-event.ts";
import type { HeldTurn, Turn } from "./turn.ts";

/** A turn as readers know it, in whichever process it runs. */
export type FollowedTurn = Omit<Turn, "question" | "hasHistory">;

/**
 * Returns the events of a conversation's answer. Without a cursor: the running answer from its start; null
 * when none runs. With a cursor: the events after it. If that answer has ended, the rest, or one
 * `data-replace` with the whole answer where the rest is pruned, after a `data-handling` if a person answers;
 * if another process has taken it over, the answer from its start. Ends with the answer, or when it continues
 * under another epoch.
 * @throws ParleyError not_found for another person's conversation, invalid for a cursor of no answer in it
 */
export async function followTurn(
  ctx: Context,
  name: string,
  options: { cursor?: string; signal?: AbortSignal } = {},
): Promise<AsyncGenerator<TurnEvent> | null> {
  const { signal } = options;
  const cursor = options.cursor === undefined ? null : parseCursor(options.cursor);
  const conversation = await getConversation(ctx, name);
  const { id: conversationId, title } = conversation;
  if (!cursor) {
    const running = await findRunningTurn(ctx, conversationId);
    return running && followWaiting(ctx, { ...running, conversationId, title }, signal);
  }
  const found = await findTurnOfEpoch(ctx, conversationId, cursor.epoch);
  if (!found) throw new ParleyError("invalid", "The cursor does not belong to this conversation.");
  const { state, ...turn } = { ...found, conversationId, title };
  const from = turn.epoch === cursor.epoch ? cursor.offset + 1 : 0;
  return state === "running" ? followEpoch(ctx, turn, from, signal) : followEnded(ctx, turn, cursor);
}

/**
 * Follows one epoch of a running turn from an offset: directly if it runs in this process, else by its log.
 */
function followEpoch(
  ctx: Context,
  turn: FollowedTurn,
  from: number,
  signal?: AbortSignal,
): AsyncGenerator<TurnEvent> {
  const live = liveTurns().get(`${ctx.tenantId}/${turn.turnId}`);
  return live?.epoch === turn.epoch ? live.follow(signal, from) : followRemoteTurn(ctx, turn, from, signal);
}

/** Follows a turn from its start: nothing while it is queued, then the epoch that answers it. */
export async function* followWaiting(
  ctx: Context,
  turn: FollowedTurn,
  signal?: AbortSignal,
): AsyncGenerator<TurnEvent> {
  if (turn.epoch === 0) yield* followEpoch(ctx, turn, 0, signal);
  if (signal?.aborted || isDraining()) return;
  const now = await readTurn(ctx, turn.turnId);
  if (now?.state !== "running") yield* followStored(ctx, turn);
  else if (now.epoch > 0) yield* followEpoch(ctx, { ...turn, epoch: now.epoch }, 0, signal);
}

/** Follows a turn to its end. When another process takes it over, the chunks start again from the first. */
export async function* followToEnd(
  ctx: Context,
  turn: FollowedTurn,
  signal?: AbortSignal,
  live?: LiveTurn,
): AsyncGenerator<TurnChunk> {
  let { epoch } = turn;
  let events = live?.follow(signal);
  for (;;) {
    events ??= followEpoch(ctx, { ...turn, epoch }, 0, signal);
    for await (const { chunk } of events) {
      yield chunk;
      if (isLastChunk(chunk)) return;
    }
    events = undefined;
    if (signal?.aborted) return;
    const now = await readTurn(ctx, turn.turnId);
    // Not found: the turn was deleted with its conversation.
    if (!now) return yield* endChunks({ state: "interrupted", errorCode: "internal" });
    if (now.state !== "running") {
      for await (const { chunk } of followStored(ctx, turn)) yield chunk;
      return;
    }
    epoch = now.epoch;
  }
}

/** Replays an ended turn from what is stored; nothing where it was deleted. */
async function* followStored(ctx: Context, turn: FollowedTurn): AsyncGenerator<TurnEvent> {
  const answer = await storedAnswer(ctx, turn);
  if (answer) for (const chunk of storedChunks(turn, answer)) yield { id: null, chunk };
}

async function* followEnded(ctx: Context, turn: FollowedTurn, cursor: Cursor): AsyncGenerator<TurnEvent> {
  let sent = 0;
  if (turn.epoch === cursor.epoch) {
    for await (const event of readRest(ctx, turn, cursor.offset + 1)) {
      sent += 1;
      yield event;
    }
  }
  if (sent > 0) return;
  const { conversationId, title } = turn;
  const handledBy = await findHandling(ctx, conversationId);
  if (handledBy) {
    const handling = { name: handledBy.name };
    yield {
      id: null,
      chunk: { type: "data-handling", id: conversationId, data: { conversationId, title, handling } },
    };
  }
  const answer = await storedAnswer(ctx, turn);
  if (answer) yield { id: null, chunk: replaceChunk(turn, answer) };
}

/**
 * Replays the log of an ended turn from an offset; nothing where rows are pruned, since that would leave a
 * gap.
 */
async function* readRest(
  ctx: Context,
  turn: Pick<HeldTurn, "turnId" | "epoch">,
  from: number,
): AsyncGenerator<TurnEvent> {
  let offset = await findRowStart(ctx, turn.turnId, turn.epoch, from);
  while (offset !== null) {
    const read = await readTurnLog(ctx, turn.turnId, turn.epoch, offset);
    for (const row of read?.rows ?? []) {
      if (row.firstOffset !== offset) return;
      for (const { chunk } of readLogRow(row.chunks)) {
        if (offset >= from) yield { id: eventId(turn.epoch, offset), chunk };
        offset += 1;
      }
    }
    if ((read?.rows.length ?? 0) < LOG_PAGE) return;
  }
}

async function storedAnswer(ctx: Context, turn: FollowedTurn) {
  const [stored, quotes] = await Promise.all([
    readTurn(ctx, turn.turnId),
    loadCitations(ctx, [turn.answerId]),
  ]);
  if (!stored || stored.state === "running") return null;
  const { state, errorCode, grounding, text, cards, skills } = stored;
  return {
    state,
    errorCode: errorCode ?? undefined,
    ...(grounding && { grounding }),
    text,
    cards,
    skills,
    citations: quotes.map(storedCitation),
  };
}

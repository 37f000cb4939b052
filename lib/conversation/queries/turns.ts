import { and, desc, eq, gte, isNull, sql } from "drizzle-orm";
import { conversations, messages, turns } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import type { HeldTurn } from "../turn/turn.ts";

/** Loads the last `limit` messages before a question, oldest first, without empty answers. */
export async function loadHistory(
  ctx: Context,
  conversationId: Id<"cnv">,
  questionId: Id<"msg">,
  limit: number,
) {
  const rows = await ctx.db
    .select({ role: messages.role, text: messages.contentFull, cards: messages.cards })
    .from(messages)
    .where(
      and(
        eq(messages.tenantId, ctx.tenantId),
        eq(messages.conversationId, conversationId),
        isNull(messages.supersededAt),
        sql`(${messages.contentFull} <> '' or ${messages.cards} <> '[]')`,
        sql`${messages.seq} < (select seq from ${messages} where ${messages.tenantId} = ${idToUuid(ctx.tenantId)} and ${messages.id} = ${idToUuid(questionId)})`,
      ),
    )
    .orderBy(desc(messages.seq))
    .limit(limit);
  return rows.reverse();
}

export const turnById = (ctx: Context, turnId: Id<"trn">) =>
  and(eq(turns.tenantId, ctx.tenantId), eq(turns.id, turnId));

/** Matches a running turn under its epoch. */
const heldTurn = (ctx: Context, turn: Pick<HeldTurn, "turnId" | "epoch">) =>
  and(turnById(ctx, turn.turnId), eq(turns.epoch, turn.epoch), eq(turns.state, "running"));

/** Sets the model of a turn to the one its chatbot has when it is claimed. */
export async function relabelTurn(
  ctx: Context,
  turn: Pick<HeldTurn, "turnId" | "epoch">,
  model: { provider: string; model: string },
): Promise<void> {
  await ctx.db.update(turns).set(model).where(heldTurn(ctx, turn));
}

/**
 * Counts a model call before it is made.
 * @returns the number of calls so far; null when the turn was taken over
 */
export async function recordAttempt(
  ctx: Context,
  turn: HeldTurn,
  model?: { provider: string; model: string },
): Promise<number | null> {
  const [row] = await ctx.db
    .update(turns)
    .set({ attempts: sql`${turns.attempts} + 1`, heartbeatAt: sql`now()`, ...model })
    .where(heldTurn(ctx, turn))
    .returning({ attempts: turns.attempts });
  return row?.attempts ?? null;
}

/** Finds the running turn of a conversation. */
export async function findRunningTurn(ctx: Context, conversationId: Id<"cnv">) {
  const [row] = await ctx.db
    .select({
      turnId: turns.id,
      answerId: turns.answerId,
      questionId: turns.questionId,
      provider: turns.provider,
      model: turns.model,
      epoch: turns.epoch,
    })
    .from(turns)
    .where(
      and(
        eq(turns.tenantId, ctx.tenantId),
        eq(turns.conversationId, conversationId),
        eq(turns.state, "running"),
      ),
    )
    // Queued turns have epoch 0.
    .orderBy(desc(turns.epoch), turns.startedAt)
    .limit(1);
  return row ?? null;
}

/** Finds the turn of a conversation that ran under an epoch, also if it has been taken over since. */
export async function findTurnOfEpoch(ctx: Context, conversationId: Id<"cnv">, epoch: number) {
  const [row] = await ctx.db
    .select({
      turnId: turns.id,
      answerId: turns.answerId,
      questionId: turns.questionId,
      provider: turns.provider,
      model: turns.model,
      epoch: turns.epoch,
      state: turns.state,
    })
    .from(turns)
    .where(
      and(
        eq(turns.tenantId, ctx.tenantId),
        eq(turns.conversationId, conversationId),
        gte(turns.epoch, epoch),
      ),
    )
    .orderBy(turns.epoch, desc(turns.startedAt))
    .limit(1);
  return row ?? null;
}

/** Finds a claimed turn with what is needed to end it or run it again. */
export async function findClaimedTurn(ctx: Context, turnId: Id<"trn">, epoch: number) {
  const [row] = await ctx.db
    .select({
      turnId: turns.id,
      answerId: turns.answerId,
      questionId: turns.questionId,
      provider: turns.provider,
      model: turns.model,
      epoch: turns.epoch,
      attempts: turns.attempts,
      conversationId: conversations.id,
      title: conversations.title,
      chatbotId: conversations.chatbotId,
      asker: conversations.userIdHash,
      grants: turns.grants,
      question: messages.contentFull,
      seq: messages.seq,
      isStopRequested: sql<boolean>`${turns.stopRequestedAt} is not null`,
      isOld: sql<boolean>`${turns.startedAt} < now() - interval '10 minutes'`,
      kept: sql<string>`(select content_full from ${messages} answer where answer.tenant_id = ${turns.tenantId} and answer.id = ${turns.answerId})`,
    })
    .from(turns)
    .innerJoin(
      conversations,
      and(eq(conversations.tenantId, turns.tenantId), eq(conversations.id, turns.conversationId)),
    )
    .innerJoin(messages, and(eq(messages.tenantId, turns.tenantId), eq(messages.id, turns.questionId)))
    .where(heldTurn(ctx, { turnId, epoch }));
  return row ?? null;
}

/** Reads a turn's state and its stored answer. */
export async function readTurn(ctx: Context, turnId: Id<"trn">) {
  const [row] = await ctx.db
    .select({
      state: turns.state,
      epoch: turns.epoch,
      errorCode: turns.errorCode,
      grounding: turns.grounding,
      text: messages.contentFull,
      cards: messages.cards,
      skills: messages.skills,
    })
    .from(turns)
    .innerJoin(messages, and(eq(messages.tenantId, turns.tenantId), eq(messages.id, turns.answerId)))
    .where(turnById(ctx, turnId));
  return row ?? null;
}

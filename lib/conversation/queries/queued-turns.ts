import { and, eq, sql } from "drizzle-orm";
import { conversations, messages, turns } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";
import { own } from "./scope.ts";

/**
 * Claims the first queued turn of a conversation under a new epoch; null where none is queued, or another one
 * runs.
 */
export async function claimQueuedTurn(
  tx: Context,
  conversationId: Id<"cnv">,
): Promise<{ turnId: Id<"trn">; epoch: number } | null> {
  const tenant = idToUuid(tx.tenantId);
  const conversation = idToUuid(conversationId);
  // Locks the conversation first, as storing a question does, so that the next statement sees the latest
  // turns.
  await tx.db.execute(
    sql`select from platform.conversations where tenant_id = ${tenant} and id = ${conversation} for no key update`,
  );
  const rows = await tx.db.execute(sql`
    with first as (
      select t.id from platform.turns t join platform.messages q on q.tenant_id = t.tenant_id and q.id = t.question_id
      where t.tenant_id = ${tenant} and t.conversation_id = ${conversation} and t.state = 'running'
        and t.waiting_since is not null and t.epoch = 0
        and not exists (select from platform.turns r where r.tenant_id = t.tenant_id and r.conversation_id = t.conversation_id
          and r.state = 'running' and r.waiting_since is null)
      order by q.seq, t.started_at limit 1
    ), counted as (
      update platform.conversations c set last_epoch = c.last_epoch + 1 from first
      where c.tenant_id = ${tenant} and c.id = ${conversation} returning c.last_epoch
    )
    update platform.turns t set epoch = counted.last_epoch, waiting_since = null, heartbeat_at = now(), attempts = t.attempts + 1
    from first, counted where t.tenant_id = ${tenant} and t.id = first.id returning t.id, t.epoch`);
  const [row] = rows as unknown as { id: string; epoch: number }[];
  return row ? { turnId: idFromUuid("trn", row.id), epoch: row.epoch } : null;
}

/**
 * Removes a turn from the queue so that it can be ended.
 * @returns its epoch; null where it is no longer queued
 */
export async function withdrawQueuedTurn(tx: Context, turnId: Id<"trn">): Promise<number | null> {
  const tenant = idToUuid(tx.tenantId);
  const turn = idToUuid(turnId);
  await tx.db.execute(sql`
    select from platform.conversations c where c.tenant_id = ${tenant}
      and c.id = (select conversation_id from platform.turns where tenant_id = ${tenant} and id = ${turn}) for no key update`);
  const rows = await tx.db.execute(sql`
    with mine as (
      select t.id, t.conversation_id from platform.turns t
      where t.tenant_id = ${tenant} and t.id = ${turn} and t.state = 'running' and t.waiting_since is not null and t.epoch = 0
    ), counted as (
      update platform.conversations c set last_epoch = c.last_epoch + 1 from mine
      where c.tenant_id = ${tenant} and c.id = mine.conversation_id returning c.last_epoch
    )
    update platform.turns t set epoch = counted.last_epoch, heartbeat_at = now(), stop_requested_at = now()
    from mine, counted where t.tenant_id = ${tenant} and t.id = mine.id returning t.epoch`);
  return (rows as unknown as { epoch: number }[])[0]?.epoch ?? null;
}

/**
 * Claims, for `seconds`, conversations of all tenants in which a turn has been queued that long and none
 * runs.
 */
export async function claimQueuedConversations(operator: OperatorContext, seconds: number, limit: number) {
  const rows = await operator.db.execute(
    sql`select tenant_id, conversation_id from platform.claim_waiting_conversations(make_interval(secs => ${seconds}), ${limit})`,
  );
  return (rows as unknown as { tenant_id: string; conversation_id: string }[]).map((row) => ({
    tenantId: idFromUuid("ten", row.tenant_id),
    conversationId: idFromUuid("cnv", row.conversation_id),
  }));
}

/** Makes a claimed turn without output look dead, so that recovery finds it at once. */
export async function releaseTurn(ctx: Context, turn: { turnId: Id<"trn">; epoch: number }): Promise<void> {
  await ctx.db
    .update(turns)
    .set({ heartbeatAt: sql`now() - interval '1 minute'` })
    .where(
      and(
        eq(turns.tenantId, ctx.tenantId),
        eq(turns.id, turn.turnId),
        eq(turns.epoch, turn.epoch),
        eq(turns.state, "running"),
      ),
    );
}

const columns = {
  turnId: turns.id,
  state: turns.state,
  epoch: turns.epoch,
  errorCode: turns.errorCode,
  chatbotId: conversations.chatbotId,
  conversationId: turns.conversationId,
  answerId: turns.answerId,
  attempts: turns.attempts,
  isWaiting: sql<boolean>`${turns.waitingSince} is not null`,
  startedAt: turns.startedAt,
  endedAt: turns.endedAt,
  text: messages.contentFull,
};

const ofPerson = (ctx: Context) =>
  ctx.db
    .select(columns)
    .from(turns)
    .innerJoin(
      conversations,
      and(eq(conversations.tenantId, turns.tenantId), eq(conversations.id, turns.conversationId)),
    )
    .innerJoin(messages, and(eq(messages.tenantId, turns.tenantId), eq(messages.id, turns.answerId)));

/** Finds a turn in one of this person's conversations. */
export async function findTurnOfPerson(ctx: Context, turnId: Id<"trn">) {
  const [row] = await ofPerson(ctx).where(
    and(own(ctx), eq(turns.tenantId, ctx.tenantId), eq(turns.id, turnId)),
  );
  return row ?? null;
}

/** Lists this person's turns with a chatbot, newest first. */
export async function listTurnsOfPerson(ctx: Context, chatbotId: Id<"bot">, limit: number) {
  return ofPerson(ctx)
    .where(and(own(ctx), eq(turns.tenantId, ctx.tenantId), eq(conversations.chatbotId, chatbotId)))
    .orderBy(sql`${turns.startedAt} desc`)
    .limit(limit);
}

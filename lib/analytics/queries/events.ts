import { type SQL, sql } from "drizzle-orm";
import { actorHash, type Context } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import type { BrowserEvents, ServerEventType } from "../schema.ts";

const COLUMNS = sql.raw(
  "id, tenant_id, chatbot_id, event_type, data, user_id_hash, conversation_id, channel, created_at",
);

/**
 * A part of the statement that stores a question, which has the common table expression `conversation` with
 * its id, channel and last_seq.
 */
export function questionEvents(ctx: Context, chatbotId: Id<"bot">, questionId: Id<"msg">): SQL {
  return sql`insert into analytics.events (${COLUMNS})
    select analytics.event_id(n.fact, n.type), ${idToUuid(ctx.tenantId)}::uuid, ${idToUuid(chatbotId)}::uuid, n.type, '{}', ${actorHash(ctx)},
      c.id, c.channel, now()
    from conversation c cross join lateral (values (${idToUuid(questionId)}::uuid, 'question_asked', true),
      (c.id, 'conversation_started', c.last_seq = 2)) n (fact, type, is_new)
    where n.is_new on conflict do nothing`;
}

/** An expression that notes the end of a turn, for the statement that ends it. */
export function answerEvent(ctx: Context, turnId: Id<"trn">): SQL {
  return sql`analytics.note_answer(${idToUuid(ctx.tenantId)}::uuid, ${idToUuid(turnId)}::uuid)`;
}

type Fact = {
  type: ServerEventType;
  /** The fact's own id: the same fact is noted once. */
  fact: Id<"msg" | "gap" | "cnv">;
  at: Date;
  /** Null: that of the conversation. */
  chatbotId: Id<"bot"> | null;
  conversationId: Id<"cnv"> | null;
  data: Record<string, string | number>;
};

export async function insertFact(tx: Context, event: Fact): Promise<void> {
  const { type, fact, at, chatbotId, conversationId, data } = event;
  const [tenant, of] = [idToUuid(tx.tenantId), conversationId && idToUuid(conversationId)];
  const when = at.toISOString();
  await tx.db.execute(sql`
    insert into analytics.events (${COLUMNS})
    select analytics.event_id(${idToUuid(fact)}::uuid, ${`${type} ${when}`}), ${tenant}::uuid, coalesce(${chatbotId && idToUuid(chatbotId)}::uuid, c.chatbot_id), ${type},
      ${JSON.stringify(data)}::jsonb, c.user_id_hash, c.id, c.channel, ${when}::timestamptz
    from (select 1) one left join platform.conversations c on c.tenant_id = ${tenant}::uuid and c.id = ${of}::uuid
    on conflict do nothing`);
}

export async function insertBrowserEvents(
  ctx: Context,
  chatbotId: Id<"bot">,
  events: BrowserEvents,
): Promise<void> {
  const person = actorHash(ctx);
  await ctx.db.execute(sql`
    insert into analytics.events (${COLUMNS})
    select analytics.event_id(e.id, ${person} || e.type), ${idToUuid(ctx.tenantId)}::uuid, ${idToUuid(chatbotId)}::uuid, e.type, e.data,
      ${person}, null, 'page', now()
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as e (id uuid, type text, data jsonb)
    where not exists (select from analytics.events s where s.tenant_id = ${idToUuid(ctx.tenantId)}::uuid
      and s.created_at > now() - interval '10 minutes' and s.id = analytics.event_id(e.id, ${person} || e.type))
    on conflict do nothing`);
}

/** Moves what one pseudonym did to another. */
export async function moveEvents(tx: Context, from: string, to: string): Promise<void> {
  await tx.db.execute(sql`
    update analytics.events set user_id_hash = ${to}
    where tenant_id = ${idToUuid(tx.tenantId)} and user_id_hash = ${from}`);
}

/** Deletes a part of a person's events. @returns how many */
export async function deleteSomeEvents(ctx: Context, person: string | null, most: number): Promise<number> {
  const tenant = idToUuid(ctx.tenantId);
  const rows = await ctx.db.execute(sql`
    delete from analytics.events e using (
      select s.created_at, s.id from analytics.events s where s.tenant_id = ${tenant}::uuid
        ${person === null ? sql`` : sql`and s.user_id_hash = ${person}`} limit ${most}) part
    where e.tenant_id = ${tenant}::uuid and e.created_at = part.created_at and e.id = part.id returning 1`);
  return rows.length;
}

/** Deletes what was counted of a workspace. */
export async function deleteCounts(ctx: Context): Promise<void> {
  const tenant = idToUuid(ctx.tenantId);
  await ctx.db.execute(sql`delete from analytics.quarters where tenant_id = ${tenant}`);
  await ctx.db.execute(sql`delete from analytics.marks where tenant_id = ${tenant}`);
}

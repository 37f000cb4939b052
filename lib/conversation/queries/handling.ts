import { and, eq, type SQL, sql } from "drizzle-orm";
import { conversations, messages } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";
import { type Channel, HANDLING_SILENCE } from "../schema.ts";
import { named } from "./scope.ts";

/** Whether a person answers in a conversation. @param table its name in the statement */
export const isHandled = (table: "platform.conversations" | "c"): SQL =>
  sql.raw(
    `(${table}.handled_by is not null and ${table}.handled_at > now() - interval '${HANDLING_SILENCE}')`,
  );

const nameOf = sql`(select u.name from platform.members m join platform.users u on u.id = m.user_id
  where m.tenant_id = c.tenant_id and m.user_id = c.handled_by)`;

export type HandledBy = { userId: Id<"usr">; name: string | null };

/** Finds who answers in a conversation; null while the chatbot does. */
export async function findHandling(ctx: Context, id: Id<"cnv">): Promise<HandledBy | null> {
  return (await readHandling(ctx, id, sql``))?.handledBy ?? null;
}

/** Locks a conversation, so that neither questions nor ends of turns are stored meanwhile. */
export function lockHandling(tx: Context, id: Id<"cnv">) {
  return readHandling(tx, id, sql`for no key update of c`);
}

async function readHandling(
  ctx: Context,
  id: Id<"cnv">,
  lock: SQL,
): Promise<{ channel: Channel; handledBy: HandledBy | null } | null> {
  const rows = await ctx.db.execute(sql`
    select c.channel, c.handled_by, ${nameOf} as name, ${isHandled("c")} as is_handled
    from platform.conversations c where c.tenant_id = ${idToUuid(ctx.tenantId)} and c.id = ${idToUuid(id)} ${lock}`);
  type Row = { channel: Channel; handled_by: string; name: string | null; is_handled: boolean };
  const [row] = rows as unknown as Row[];
  if (!row) return null;
  return {
    channel: row.channel,
    handledBy: row.is_handled ? { userId: idFromUuid("usr", row.handled_by), name: row.name } : null,
  };
}

/** Lets a member answer from now on; null: the chatbot again. */
export async function setHandledBy(tx: Context, id: Id<"cnv">, userId: Id<"usr"> | null): Promise<void> {
  await tx.db
    .update(conversations)
    .set({ handledBy: userId, handledAt: userId ? sql`now()` : null })
    .where(and(eq(conversations.tenantId, tx.tenantId), eq(conversations.id, id)));
}

/**
 * Claims all turns of a locked conversation that have not ended, under new epochs: their processes can write
 * nothing more.
 */
export async function fenceTurns(
  tx: Context,
  id: Id<"cnv">,
): Promise<{ turnId: Id<"trn">; epoch: number }[]> {
  const tenant = idToUuid(tx.tenantId);
  const conversation = idToUuid(id);
  const rows = await tx.db.execute(sql`
    with running as materialized (
      select t.id, row_number() over (order by t.id)::integer as place from platform.turns t
      where t.tenant_id = ${tenant} and t.conversation_id = ${conversation} and t.state = 'running'
    ), counted as (
      update platform.conversations c set last_epoch = c.last_epoch + (select count(*)::integer from running)
      where c.tenant_id = ${tenant} and c.id = ${conversation} returning c.last_epoch
    )
    update platform.turns t set epoch = counted.last_epoch - running.place + 1, heartbeat_at = now(), stop_requested_at = now()
    from running, counted where t.tenant_id = ${tenant} and t.id = running.id returning t.id, t.epoch`);
  return (rows as unknown as { id: string; epoch: number }[]).map((row) => ({
    turnId: idFromUuid("trn", row.id),
    epoch: row.epoch,
  }));
}

type NewMessage = {
  id: Id<"msg">;
  conversationId: Id<"cnv">;
  role: "user" | "assistant";
  clientMessageId: string;
  text: string;
  authorId: Id<"usr"> | null;
};

/** Adds a message without a turn to a locked conversation. */
export async function insertMessage(tx: Context, message: NewMessage): Promise<void> {
  const author = message.authorId ? idToUuid(message.authorId) : null;
  await tx.db.execute(sql`
    with counted as (
      update platform.conversations c set last_seq = c.last_seq + 1, updated_at = now()
      where c.tenant_id = ${idToUuid(tx.tenantId)} and c.id = ${idToUuid(message.conversationId)}
      returning c.last_seq, c.user_id_hash
    )
    insert into platform.messages (tenant_id, id, conversation_id, seq, role, client_message_id, content_full, content_brief, user_id_hash, author_id)
    select ${idToUuid(tx.tenantId)}, ${idToUuid(message.id)}, ${idToUuid(message.conversationId)}, last_seq, ${message.role},
      ${message.clientMessageId}, ${message.text}, left(${message.text}, 200), user_id_hash, ${author}::uuid from counted`);
}

/** Finds a message by the id its sender gave it. */
export async function findClientMessage(tx: Context, conversationId: Id<"cnv">, clientMessageId: string) {
  const [row] = await tx.db
    .select({ id: messages.id, text: messages.contentFull })
    .from(messages)
    .where(
      and(
        eq(messages.tenantId, tx.tenantId),
        eq(messages.conversationId, conversationId),
        eq(messages.clientMessageId, clientMessageId),
      ),
    );
  return row ?? null;
}

/** Finds one of the person's conversations with a chatbot. */
export async function findOwnConversation(ctx: Context, chatbotId: Id<"bot">, name: string) {
  const [row] = await ctx.db
    .select({ id: conversations.id, title: conversations.title })
    .from(conversations)
    .where(and(named(ctx, name), eq(conversations.chatbotId, chatbotId)));
  return row ?? null;
}

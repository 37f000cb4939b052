import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { conversations, messages, turns } from "#db/schema/index.ts";
import { grantsOf } from "#lib/access/grants-of.ts";
import type { Grant } from "#lib/access/schema.ts";
import { notingQuestion } from "#lib/analytics/note-facts.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, idFromUuid, idToUuid, isId } from "#lib/core/ids.ts";
import { isRecap } from "#lib/prompt/recap.ts";
import type { Channel } from "../schema.ts";
import type { NewTurn, QueueMode } from "../turn/turn.ts";
import { isHandled } from "./handling.ts";
import { named, own } from "./scope.ts";

export type OpenedConversation = {
  conversationId: Id<"cnv">;
  title: string;
  epoch: number;
  isNew: boolean;
};

/**
 * Stores a question, the empty answer and the running turn in one statement, which also reserves usage, and
 * creates the conversation where a client key names none yet.
 * @returns null when an id names no conversation of this person, or one in which a person answers
 */
export async function insertQuestion(
  ctx: Context,
  input: NewTurn & {
    name: string;
    freshId: Id<"cnv">;
    chatbotId: Id<"bot">;
    title: string;
    clientMessageId: string;
    text: string;
    /** Reserves usage; fails the whole statement where a budget is used up. */
    reserving: SQL;
    /** Counts the message of the person who asks, or fails; null where none is counted. */
    counting: SQL | null;
    queueMode: QueueMode;
    grants: readonly Grant[];
  },
): Promise<OpenedConversation | null> {
  const tenant = idToUuid(ctx.tenantId);
  const person = actorHash(ctx);
  const bot = idToUuid(input.chatbotId);
  const isQueued = input.queueMode !== "none";
  const isAppended = input.queueMode === "append";
  const step = isQueued ? 0 : 1;
  const conversation = isId("cnv", input.name)
    ? sql`update platform.conversations set last_seq = last_seq + 2, last_epoch = last_epoch + ${step}::integer, updated_at = now()
        where tenant_id = ${tenant} and user_id_hash = ${person} and chatbot_id = ${bot} and id = ${idToUuid(input.name)}
          and not ${isHandled("platform.conversations")}
        returning id, last_seq, last_epoch, title, channel`
    : sql`insert into platform.conversations as c (tenant_id, id, chatbot_id, user_id_hash, client_key, title, channel, last_seq, last_epoch)
        values (${tenant}, ${idToUuid(input.freshId)}, ${bot}, ${person}, ${input.name}, ${input.title}, ${channelOf(ctx)}, 2, ${step}::integer)
        on conflict (tenant_id, user_id_hash, client_key)
        do update set last_seq = c.last_seq + 2, last_epoch = c.last_epoch + ${step}::integer, updated_at = now()
          where c.chatbot_id = ${bot} and not ${isHandled("c")}
        returning id, last_seq, last_epoch, title, channel`;
  const rows = await ctx.db.execute(sql`
    with conversation as (${conversation}),
    ${isAppended ? sql`` : sql`alone as materialized (select platform.refuse_beside_another(${tenant}, id, ${idToUuid(input.turnId)}) from conversation),`}
    allowance as materialized (select ${input.reserving}${input.counting ? sql`, ${input.counting}` : sql``} from conversation),
    question as (
      insert into platform.messages (tenant_id, id, conversation_id, seq, role, client_message_id, content_full, content_brief, user_id_hash)
      select ${tenant}, ${idToUuid(input.questionId)}, id, last_seq - 1, 'user', ${input.clientMessageId}, ${input.text}, left(${input.text}, 200), ${person}
      from conversation returning id
    ), answer as (
      insert into platform.messages (tenant_id, id, conversation_id, seq, role, content_full, content_brief, user_id_hash)
      select ${tenant}, ${idToUuid(input.answerId)}, id, last_seq, 'assistant', '', '', ${person}
      from conversation returning id
    ), turn as (
      insert into platform.turns (tenant_id, id, conversation_id, question_id, answer_id, provider, model, attempts, grants, epoch, waiting_since)
      select ${tenant}, ${idToUuid(input.turnId)}, conversation.id, question.id, answer.id, ${input.provider}, ${input.model},
        ${step}::integer, ${sql.param(input.grants)}::text[], ${isQueued ? sql`0, now()` : sql`conversation.last_epoch, null`}
      from conversation, question, answer returning id
    )${isRecap(input.text) ? sql`` : sql`, noted as (${notingQuestion(ctx, input.chatbotId, input.questionId)})`}
    select conversation.id, title, ${isQueued ? sql`0` : sql`last_epoch`} as epoch, last_seq = 2 as is_new
    from conversation, turn, allowance ${isAppended ? sql`` : sql`, alone`}`);
  const row = (rows as unknown as { id: string; title: string; epoch: number; is_new: boolean }[])[0];
  if (!row) return null;
  const { title, epoch, is_new: isNew } = row;
  return { conversationId: idFromUuid("cnv", row.id), title, epoch, isNew };
}

function channelOf({ actor }: Context): Channel {
  if (actor.kind === "apiKey") return "api";
  return actor.kind === "room" ? "room" : "page";
}

/** Finds the turn of an earlier send of the same client message, with its question. */
export async function findTurnOfClientMessage(
  ctx: Context,
  chatbotId: Id<"bot">,
  name: string,
  clientMessageId: string,
) {
  const [row] = await ctx.db
    .select({
      turnId: turns.id,
      answerId: turns.answerId,
      questionId: turns.questionId,
      text: messages.contentFull,
      conversationId: conversations.id,
      title: conversations.title,
      provider: turns.provider,
      model: turns.model,
      epoch: turns.epoch,
    })
    .from(conversations)
    .innerJoin(
      messages,
      and(eq(messages.tenantId, conversations.tenantId), eq(messages.conversationId, conversations.id)),
    )
    .innerJoin(turns, and(eq(turns.tenantId, messages.tenantId), eq(turns.questionId, messages.id)))
    .where(
      and(
        named(ctx, name),
        eq(conversations.chatbotId, chatbotId),
        eq(messages.clientMessageId, clientMessageId),
      ),
    )
    .orderBy(desc(turns.startedAt))
    .limit(1);
  return row ?? null;
}

/** The last question of a conversation, if `messageId` names it or one of its answers. */
export async function findLastQuestion(tx: Context, conversationId: Id<"cnv">, messageId: string) {
  const [question] = await tx.db
    .select({ id: messages.id, text: messages.contentFull, clientMessageId: messages.clientMessageId })
    .from(messages)
    .where(
      and(
        eq(messages.tenantId, tx.tenantId),
        eq(messages.conversationId, conversationId),
        eq(messages.role, "user"),
      ),
    )
    .orderBy(desc(messages.seq))
    .limit(1);
  if (!question) return null;
  if (question.id === messageId || question.clientMessageId === messageId) return question;
  if (!isId("msg", messageId)) return null;
  const [turn] = await tx.db
    .select({ id: turns.id })
    .from(turns)
    .where(
      and(eq(turns.tenantId, tx.tenantId), eq(turns.questionId, question.id), eq(turns.answerId, messageId)),
    );
  return turn ? question : null;
}

/** Whether a question has an answer, complete or partial. */
export async function hasAnswer(tx: Context, questionId: Id<"msg">): Promise<boolean> {
  const rows = await tx.db
    .select({ id: messages.id })
    .from(turns)
    .innerJoin(messages, and(eq(messages.tenantId, turns.tenantId), eq(messages.id, turns.answerId)))
    .where(
      and(
        eq(turns.tenantId, tx.tenantId),
        eq(turns.questionId, questionId),
        sql`(${messages.contentFull} <> '' or ${messages.cards} <> '[]')`,
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Replaces the last answer with a new empty one and a running turn; the old one is kept as superseded. */
export async function replaceAnswer(
  tx: Context,
  conversationId: Id<"cnv">,
  turn: NewTurn,
  isQueued: boolean,
): Promise<{ epoch: number }> {
  const step = isQueued ? 0 : 1;
  const [conversation] = await tx.db
    .update(conversations)
    .set({
      lastSeq: sql`${conversations.lastSeq} + 1`,
      lastEpoch: sql`${conversations.lastEpoch} + ${step}::integer`,
      updatedAt: tx.now(),
    })
    .where(
      and(own(tx), eq(conversations.id, conversationId), sql`not ${isHandled("platform.conversations")}`),
    )
    .returning({ lastSeq: conversations.lastSeq, epoch: conversations.lastEpoch });
  if (!conversation) throw new ParleyError("conflict", "A person answers in this conversation.");
  await tx.db.execute(
    sql`select platform.refuse_beside_another(${idToUuid(tx.tenantId)}, ${idToUuid(conversationId)}, ${idToUuid(turn.turnId)})`,
  );
  await tx.db
    .update(messages)
    .set({ supersededAt: tx.now() })
    .where(
      and(
        eq(messages.tenantId, tx.tenantId),
        isNull(messages.supersededAt),
        sql`${messages.id} in (select answer_id from ${turns} where ${turns.tenantId} = ${idToUuid(tx.tenantId)} and ${turns.questionId} = ${idToUuid(turn.questionId)})`,
      ),
    );
  await tx.db.insert(messages).values({
    tenantId: tx.tenantId,
    id: turn.answerId,
    conversationId,
    seq: conversation.lastSeq,
    role: "assistant",
    contentFull: "",
    contentBrief: "",
    userIdHash: actorHash(tx),
  });
  const { turnId, ...rest } = turn;
  const epoch = isQueued ? 0 : conversation.epoch;
  await tx.db.insert(turns).values({
    tenantId: tx.tenantId,
    id: turnId,
    conversationId,
    attempts: step,
    grants: grantsOf(tx),
    epoch,
    waitingSince: isQueued ? sql`now()` : null,
    ...rest,
  });
  return { epoch };
}

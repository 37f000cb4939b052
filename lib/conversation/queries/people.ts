import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import { chatbots, conversations, feedback, messages } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { own } from "./scope.ts";

/**
 * Moves all conversations of one pseudonym to another. A client key that both have used gets a suffix, since
 * keys are unique per person.
 * @returns the number moved
 */
export async function moveConversations(tx: Context, from: string, to: string): Promise<number> {
  const rows = await tx.db
    .update(conversations)
    .set({
      userIdHash: to,
      clientKey: sql`case when exists (
        select 1 from platform.conversations other where other.tenant_id = ${idToUuid(tx.tenantId)}
          and other.user_id_hash = ${to} and other.client_key = ${conversations.clientKey})
        then ${conversations.clientKey} || '-' || ${conversations.id}::text else ${conversations.clientKey} end`,
    })
    .where(and(eq(conversations.tenantId, tx.tenantId), eq(conversations.userIdHash, from)))
    .returning({ id: conversations.id });
  await tx.db
    .update(messages)
    .set({ userIdHash: to })
    .where(
      and(
        eq(messages.tenantId, tx.tenantId),
        inArray(
          messages.conversationId,
          rows.map(({ id }) => id),
        ),
      ),
    );
  return rows.length;
}

/** Lists the person's conversations, oldest first, after a given one. */
export async function listOwnConversations(ctx: Context, after: Id<"cnv"> | null, limit: number) {
  return ctx.db
    .select({
      id: conversations.id,
      title: conversations.title,
      chatbot: chatbots.handle,
      createdAt: conversations.createdAt,
    })
    .from(conversations)
    .innerJoin(
      chatbots,
      and(eq(chatbots.tenantId, conversations.tenantId), eq(chatbots.id, conversations.chatbotId)),
    )
    .where(and(own(ctx), after ? gt(conversations.id, after) : undefined))
    .orderBy(asc(conversations.id))
    .limit(limit);
}

/** Lists messages of one of the person's conversations, oldest first, after a sequence number. */
export async function listOwnMessages(ctx: Context, id: Id<"cnv">, after: number, limit: number) {
  return ctx.db
    .select({
      seq: messages.seq,
      id: messages.id,
      role: messages.role,
      text: messages.contentFull,
      cards: messages.cards,
      createdAt: messages.createdAt,
      /** Written by a member in place of the chatbot. */
      isByPerson: sql<boolean>`${messages.authorId} is not null`,
      /** Superseded by a regenerated answer. */
      isReplaced: sql<boolean>`${messages.supersededAt} is not null`,
      feedback: { rating: feedback.rating, reason: feedback.reason, text: feedback.text },
    })
    .from(messages)
    .leftJoin(feedback, and(eq(feedback.tenantId, messages.tenantId), eq(feedback.messageId, messages.id)))
    .where(and(eq(messages.tenantId, ctx.tenantId), eq(messages.conversationId, id), gt(messages.seq, after)))
    .orderBy(asc(messages.seq))
    .limit(limit);
}

/** Deletes all conversations of the person in `ctx`, with messages, turns, logs and citations. */
export async function deleteOwnConversations(tx: Context): Promise<void> {
  await tx.db.delete(conversations).where(own(tx));
}

/** Replaces answers that have a card with one of these references by a text. */
export async function replaceAnswersWithReference(ctx: Context, ids: string[], text: string): Promise<void> {
  await ctx.db
    .update(messages)
    .set({ contentFull: text, contentBrief: text, cards: [] })
    .where(
      and(
        eq(messages.tenantId, ctx.tenantId),
        eq(messages.role, "assistant"),
        sql`${messages.cards} <> '[]' and exists (
          select from jsonb_array_elements(${messages.cards}) c, jsonb_array_elements(c -> 'card' -> 'references') r
          where r ->> 'id' = any (${sql.param(ids)}::text[]))`,
      ),
    );
}

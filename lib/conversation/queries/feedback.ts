import { and, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { feedback, messages, turns } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { Feedback, Rating } from "../schema.ts";

const columns = { rating: feedback.rating, reason: feedback.reason, text: feedback.text };

/** Finds a message of the conversation and keeps it from being deleted until the transaction ends. */
export async function lockMessage(tx: Context, conversationId: Id<"cnv">, messageId: Id<"msg">) {
  const [row] = await tx.db
    .select({ role: messages.role })
    .from(messages)
    .where(
      and(
        eq(messages.tenantId, tx.tenantId),
        eq(messages.conversationId, conversationId),
        eq(messages.id, messageId),
      ),
    )
    .for("key share");
  return row ?? null;
}

export async function isBeingWritten(tx: Context, answerId: Id<"msg">): Promise<boolean> {
  const [turn] = await tx.db
    .select({ state: turns.state })
    .from(turns)
    .where(and(eq(turns.tenantId, tx.tenantId), eq(turns.answerId, answerId)));
  return turn?.state === "running";
}

/** Stores the feedback in place of an earlier one. @returns whether it was another */
export async function putFeedback(
  tx: Context,
  answer: { messageId: Id<"msg">; chatbotId: Id<"bot"> },
  { rating, reason, text }: Feedback,
): Promise<boolean> {
  const set = { rating, reason, text, ratedAt: tx.now() };
  const rows = await tx.db
    .insert(feedback)
    .values({ tenantId: tx.tenantId, ...answer, ...set })
    .onConflictDoUpdate({
      target: [feedback.tenantId, feedback.messageId],
      set,
      setWhere: sql`(${feedback.rating}, ${feedback.reason}, ${feedback.text})
        is distinct from (excluded.rating, excluded.reason, excluded.text)`,
    })
    .returning({ messageId: feedback.messageId });
  return rows.length > 0;
}

export async function deleteFeedback(tx: Context, messageId: Id<"msg">): Promise<void> {
  await tx.db
    .delete(feedback)
    .where(and(eq(feedback.tenantId, tx.tenantId), eq(feedback.messageId, messageId)));
}

export async function loadFeedback(ctx: Context, messageIds: Id<"msg">[]) {
  if (messageIds.length === 0) return [];
  return ctx.db
    .select({ messageId: feedback.messageId, ...columns })
    .from(feedback)
    .where(and(eq(feedback.tenantId, ctx.tenantId), inArray(feedback.messageId, messageIds)));
}

const question = alias(messages, "question");

/** Lists a chatbot's feedback with its question and answer, newest first. */
export async function listFeedbackRows(
  ctx: Context,
  chatbotId: Id<"bot">,
  page: { rating: Rating | null; before: { at: Date; messageId: Id<"msg"> } | null; limit: number },
) {
  const { rating, before, limit } = page;
  return ctx.db
    .select({
      messageId: feedback.messageId,
      ...columns,
      ratedAt: feedback.ratedAt,
      question: question.contentFull,
      answer: messages.contentFull,
    })
    .from(feedback)
    .innerJoin(messages, and(eq(messages.tenantId, feedback.tenantId), eq(messages.id, feedback.messageId)))
    .innerJoin(turns, and(eq(turns.tenantId, messages.tenantId), eq(turns.answerId, messages.id)))
    .innerJoin(question, and(eq(question.tenantId, turns.tenantId), eq(question.id, turns.questionId)))
    .where(
      and(
        eq(feedback.tenantId, ctx.tenantId),
        eq(feedback.chatbotId, chatbotId),
        rating ? eq(feedback.rating, rating) : undefined,
        before
          ? or(
              lt(feedback.ratedAt, before.at),
              and(eq(feedback.ratedAt, before.at), lt(feedback.messageId, before.messageId)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(feedback.ratedAt), desc(feedback.messageId))
    .limit(limit);
}

import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import {
  conversationLabels,
  conversationNotes,
  conversations,
  feedback,
  members,
  messages,
  transcriptReads,
  turns,
  usageEntries,
  users,
} from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, newId } from "#lib/core/ids.ts";

const byId = (ctx: Context, id: Id<"cnv">) =>
  and(eq(conversations.tenantId, ctx.tenantId), eq(conversations.id, id));

export async function findAnyConversation(ctx: Context, id: Id<"cnv">) {
  const [row] = await ctx.db
    .select({
      id: conversations.id,
      chatbotId: conversations.chatbotId,
      channel: conversations.channel,
      person: conversations.userIdHash,
      title: conversations.title,
      createdAt: conversations.createdAt,
    })
    .from(conversations)
    .where(byId(ctx, id));
  return row ?? null;
}

/** Keeps a conversation from being deleted until the transaction ends. @returns whether it exists */
export async function lockConversation(tx: Context, id: Id<"cnv">): Promise<boolean> {
  const rows = await tx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(byId(tx, id))
    .for("key share");
  return rows.length > 0;
}

/** Loads messages before a sequence number with all that is known of them, oldest first. */
export async function loadTranscriptRows(
  ctx: Context,
  id: Id<"cnv">,
  page: { before: number | null; limit: number },
) {
  const rows = await ctx.db
    .select({
      id: messages.id,
      seq: messages.seq,
      role: messages.role,
      text: messages.contentFull,
      cards: messages.cards,
      createdAt: messages.createdAt,
      isReplaced: sql<boolean>`${messages.supersededAt} is not null`,
      state: turns.state,
      errorCode: turns.errorCode,
      grounding: turns.grounding,
      evidence: turns.evidence,
      model: turns.model,
      startedAt: turns.startedAt,
      endedAt: turns.endedAt,
      inputTokens: turns.inputTokens,
      outputTokens: turns.outputTokens,
      costMicros: usageEntries.costMicros,
      rating: feedback.rating,
      reason: feedback.reason,
      comment: feedback.text,
      authorId: messages.authorId,
      author: users.name,
    })
    .from(messages)
    .leftJoin(turns, and(eq(turns.tenantId, messages.tenantId), eq(turns.answerId, messages.id)))
    .leftJoin(usageEntries, and(eq(usageEntries.tenantId, turns.tenantId), eq(usageEntries.turnId, turns.id)))
    .leftJoin(feedback, and(eq(feedback.tenantId, messages.tenantId), eq(feedback.messageId, messages.id)))
    .leftJoin(members, and(eq(members.tenantId, messages.tenantId), eq(members.userId, messages.authorId)))
    .leftJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(messages.tenantId, ctx.tenantId),
        eq(messages.conversationId, id),
        page.before === null ? undefined : lt(messages.seq, page.before),
      ),
    )
    .orderBy(desc(messages.seq))
    .limit(page.limit);
  return rows.reverse();
}

/** @returns whether this is the member's first reading on that day */
export async function noteReading(tx: Context, id: Id<"cnv">, readerId: Id<"usr">, day: string) {
  const rows = await tx.db
    .insert(transcriptReads)
    .values({ tenantId: tx.tenantId, conversationId: id, readerId, day })
    .onConflictDoNothing()
    .returning({ day: transcriptReads.day });
  return rows.length > 0;
}

export async function loadLabels(ctx: Context, id: Id<"cnv">): Promise<string[]> {
  const rows = await ctx.db
    .select({ label: conversationLabels.label })
    .from(conversationLabels)
    .where(and(eq(conversationLabels.tenantId, ctx.tenantId), eq(conversationLabels.conversationId, id)))
    .orderBy(asc(conversationLabels.label));
  return rows.map(({ label }) => label);
}

/** All labels in use in the workspace. */
export async function listLabelNames(ctx: Context, limit: number): Promise<string[]> {
  const rows = await ctx.db
    .selectDistinct({ label: conversationLabels.label })
    .from(conversationLabels)
    .where(eq(conversationLabels.tenantId, ctx.tenantId))
    .orderBy(asc(conversationLabels.label))
    .limit(limit);
  return rows.map(({ label }) => label);
}

export async function replaceLabels(tx: Context, id: Id<"cnv">, labels: string[]): Promise<void> {
  await tx.db
    .delete(conversationLabels)
    .where(and(eq(conversationLabels.tenantId, tx.tenantId), eq(conversationLabels.conversationId, id)));
  if (labels.length === 0) return;
  const rows = labels.map((label) => ({ tenantId: tx.tenantId, conversationId: id, label }));
  await tx.db.insert(conversationLabels).values(rows).onConflictDoNothing();
}

export async function insertNote(tx: Context, id: Id<"cnv">, authorId: Id<"usr">, text: string) {
  const [row] = await tx.db
    .insert(conversationNotes)
    .values({
      tenantId: tx.tenantId,
      id: newId("nte"),
      conversationId: id,
      authorId,
      text,
      createdAt: tx.now(),
    })
    .returning({ id: conversationNotes.id });
  return row?.id ?? "";
}

export async function countNotes(tx: Context, id: Id<"cnv">): Promise<number> {
  return tx.db.$count(
    conversationNotes,
    and(eq(conversationNotes.tenantId, tx.tenantId), eq(conversationNotes.conversationId, id)),
  );
}

/** Notes, oldest first. `author` is null for former members. */
export async function loadNotes(ctx: Context, id: Id<"cnv">) {
  return ctx.db
    .select({
      id: conversationNotes.id,
      author: users.name,
      text: conversationNotes.text,
      createdAt: conversationNotes.createdAt,
    })
    .from(conversationNotes)
    .leftJoin(
      members,
      and(eq(members.tenantId, conversationNotes.tenantId), eq(members.userId, conversationNotes.authorId)),
    )
    .leftJoin(users, eq(users.id, members.userId))
    .where(and(eq(conversationNotes.tenantId, ctx.tenantId), eq(conversationNotes.conversationId, id)))
    .orderBy(asc(conversationNotes.id));
}

/** Deletes a note. @param authorId only if it is this member's; null: anyone's */
export async function deleteNoteRow(
  ctx: Context,
  note: { id: Id<"nte">; conversationId: Id<"cnv">; authorId: Id<"usr"> | null },
): Promise<boolean> {
  const rows = await ctx.db
    .delete(conversationNotes)
    .where(
      and(
        eq(conversationNotes.tenantId, ctx.tenantId),
        eq(conversationNotes.conversationId, note.conversationId),
        inArray(conversationNotes.id, [note.id]),
        note.authorId ? eq(conversationNotes.authorId, note.authorId) : undefined,
      ),
    )
    .returning({ id: conversationNotes.id });
  return rows.length > 0;
}

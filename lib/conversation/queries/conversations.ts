import { and, asc, desc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import {
  chunks,
  citations,
  conversations,
  documents,
  members,
  messages,
  turns,
  users,
} from "#db/schema/index.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { named, own } from "./scope.ts";

export async function findConversation(ctx: Context, name: string) {
  const [row] = await ctx.db
    .select({
      id: conversations.id,
      chatbotId: conversations.chatbotId,
      title: conversations.title,
      updatedAt: conversations.updatedAt,
    })
    .from(conversations)
    .where(named(ctx, name));
  return row ?? null;
}

/** Lists conversations, newest first, updated before `before`. `query` matches titles and messages. */
export async function listConversations(
  ctx: Context,
  chatbotId: Id<"bot">,
  page: { query?: string; before?: Date; limit: number },
) {
  const pattern = page.query ? `%${page.query.replace(/[\\%_]/g, "\\$&")}%` : null;
  const matches = pattern
    ? or(
        sql`${conversations.title} ilike ${pattern}`,
        sql`exists (select 1 from ${messages} where ${messages.tenantId} = ${conversations.tenantId}
          and ${messages.conversationId} = ${conversations.id} and ${messages.supersededAt} is null
          and (${messages.contentFull} ilike ${pattern}
            or to_tsvector('english', ${messages.contentFull}) @@ websearch_to_tsquery('english', ${page.query})))`,
      )
    : undefined;
  return ctx.db
    .select({ id: conversations.id, title: conversations.title, updatedAt: conversations.updatedAt })
    .from(conversations)
    .where(
      and(
        own(ctx),
        eq(conversations.chatbotId, chatbotId),
        page.before ? lt(conversations.updatedAt, page.before) : undefined,
        matches,
      ),
    )
    .orderBy(desc(conversations.updatedAt))
    .limit(page.limit);
}

export async function renameConversationRow(ctx: Context, name: string, title: string): Promise<boolean> {
  const rows = await ctx.db
    .update(conversations)
    .set({ title })
    .where(named(ctx, name))
    .returning({ id: conversations.id });
  return rows.length > 0;
}

export async function deleteConversationRow(ctx: Context, name: string): Promise<boolean> {
  const rows = await ctx.db.delete(conversations).where(named(ctx, name)).returning({ id: conversations.id });
  return rows.length > 0;
}

export async function findAnyConversation(ctx: Context): Promise<Id<"cnv"> | null> {
  const [row] = await ctx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(eq(conversations.tenantId, ctx.tenantId))
    .limit(1);
  return row?.id ?? null;
}

/** Deletes some conversations of the workspace. @returns how many */
export async function deleteSomeConversations(ctx: Context, limit: number): Promise<number> {
  const some = ctx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(eq(conversations.tenantId, ctx.tenantId))
    .limit(limit);
  const rows = await ctx.db
    .delete(conversations)
    .where(and(eq(conversations.tenantId, ctx.tenantId), inArray(conversations.id, some)))
    .returning({ id: conversations.id });
  return rows.length;
}

export async function loadMessages(
  ctx: Context,
  conversationId: Id<"cnv">,
  page: { before?: number; limit: number },
) {
  const rows = await ctx.db
    .select({
      id: messages.id,
      seq: messages.seq,
      role: messages.role,
      text: messages.contentFull,
      cards: messages.cards,
      skills: messages.skills,
      createdAt: messages.createdAt,
      turnId: turns.id,
      state: turns.state,
      epoch: turns.epoch,
      errorCode: turns.errorCode,
      grounding: turns.grounding,
      provider: turns.provider,
      model: turns.model,
      authorId: messages.authorId,
      author: users.name,
    })
    .from(messages)
    .leftJoin(turns, and(eq(turns.tenantId, messages.tenantId), eq(turns.answerId, messages.id)))
    .leftJoin(members, and(eq(members.tenantId, messages.tenantId), eq(members.userId, messages.authorId)))
    .leftJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(messages.tenantId, ctx.tenantId),
        eq(messages.conversationId, conversationId),
        isNull(messages.supersededAt),
        page.before === undefined ? undefined : lt(messages.seq, page.before),
      ),
    )
    .orderBy(desc(messages.seq))
    .limit(page.limit);
  return rows.reverse();
}

const versionOfDocument = sql<string>`${documents.contentHash} || '/' || ${documents.pipeline}`;

const pagesOfDocument = { pageKind: documents.pageKind, pageStarts: documents.pageStarts };

export async function loadCitations(ctx: Context, messageIds: Id<"msg">[]) {
  if (messageIds.length === 0) return [];
  return ctx.db
    .select({
      messageId: citations.messageId,
      number: citations.number,
      documentId: citations.documentId,
      title: documents.title,
      headingPath: citations.headingPath,
      ...pagesOfDocument,
      start: citations.startOffset,
      end: citations.endOffset,
      isCurrent: sql<boolean>`${citations.documentVersion} = ${versionOfDocument}`,
      excerpt: sql<string>`coalesce(left(${chunks.content}, 300), '')`,
    })
    .from(citations)
    .innerJoin(
      documents,
      and(eq(documents.tenantId, citations.tenantId), eq(documents.id, citations.documentId)),
    )
    .leftJoin(
      chunks,
      and(
        eq(chunks.tenantId, citations.tenantId),
        eq(chunks.documentId, citations.documentId),
        eq(chunks.ordinal, citations.ordinal),
        eq(citations.documentVersion, versionOfDocument),
      ),
    )
    .where(and(eq(citations.tenantId, ctx.tenantId), inArray(citations.messageId, messageIds)))
    .orderBy(asc(citations.number));
}

export async function findCitation(
  ctx: Context,
  conversationId: Id<"cnv">,
  messageId: Id<"msg">,
  number: number,
) {
  const [row] = await ctx.db
    .select({
      number: citations.number,
      title: documents.title,
      path: documents.path,
      headingPath: citations.headingPath,
      format: documents.format,
      content: documents.content,
      ...pagesOfDocument,
      start: citations.startOffset,
      end: citations.endOffset,
      isCurrent: sql<boolean>`${citations.documentVersion} = ${versionOfDocument}`,
    })
    .from(citations)
    .innerJoin(messages, and(eq(messages.tenantId, citations.tenantId), eq(messages.id, citations.messageId)))
    .innerJoin(
      documents,
      and(eq(documents.tenantId, citations.tenantId), eq(documents.id, citations.documentId)),
    )
    .where(
      and(
        eq(citations.tenantId, ctx.tenantId),
        eq(messages.conversationId, conversationId),
        eq(messages.userIdHash, actorHash(ctx)),
        eq(citations.messageId, messageId),
        eq(citations.number, number),
      ),
    );
  return row ?? null;
}

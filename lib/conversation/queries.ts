import { and, asc, desc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { chunks, citations, conversations, documents, messages, turns } from "#db/schema/index.ts";
import { actorHash, type Context } from "#lib/core/context.ts";
import { type Id, idFromUuid, idToUuid, isId } from "#lib/core/ids.ts";
import type { TurnErrorCode, TurnState } from "./schema.ts";

/** A turn whose process has written nothing for so long is taken for dead. */
const STALE_AFTER = sql`interval '20 seconds'`;

const own = (ctx: Context) =>
  and(eq(conversations.tenantId, ctx.tenantId), eq(conversations.userIdHash, actorHash(ctx)));

/** By id or by the client's own key, within this person's conversations only. */
const named = (ctx: Context, name: string) =>
  and(own(ctx), isId("cnv", name) ? eq(conversations.id, name) : eq(conversations.clientKey, name));

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

/** Newest first. `before` is the id of the last one seen. A query matches titles and anything said. */
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

export type NewTurn = {
  turnId: Id<"trn">;
  questionId: Id<"msg">;
  answerId: Id<"msg">;
  provider: string;
  model: string;
};

export type OpenedConversation = { conversationId: Id<"cnv">; title: string; isNew: boolean };

/**
 * Stores a question, the empty answer and the running turn in one statement, and makes the conversation where a client
 * key names none yet. @returns null when an id names no conversation of this person.
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
  },
): Promise<OpenedConversation | null> {
  const tenant = idToUuid(ctx.tenantId);
  const person = actorHash(ctx);
  const bot = idToUuid(input.chatbotId);
  const conversation = isId("cnv", input.name)
    ? sql`update platform.conversations set last_seq = last_seq + 2, updated_at = now()
        where tenant_id = ${tenant} and user_id_hash = ${person} and chatbot_id = ${bot} and id = ${idToUuid(input.name)}
        returning id, last_seq, title`
    : sql`insert into platform.conversations as c (tenant_id, id, chatbot_id, user_id_hash, client_key, title, last_seq)
        values (${tenant}, ${idToUuid(input.freshId)}, ${bot}, ${person}, ${input.name}, ${input.title}, 2)
        on conflict (tenant_id, user_id_hash, client_key)
        do update set last_seq = c.last_seq + 2, updated_at = now() where c.chatbot_id = ${bot}
        returning id, last_seq, title`;
  const rows = await ctx.db.execute(sql`
    with conversation as (${conversation}),
    question as (
      insert into platform.messages (tenant_id, id, conversation_id, seq, role, client_message_id, content_full, content_brief, user_id_hash)
      select ${tenant}, ${idToUuid(input.questionId)}, id, last_seq - 1, 'user', ${input.clientMessageId}, ${input.text}, left(${input.text}, 200), ${person}
      from conversation returning id
    ), answer as (
      insert into platform.messages (tenant_id, id, conversation_id, seq, role, content_full, content_brief, user_id_hash)
      select ${tenant}, ${idToUuid(input.answerId)}, id, last_seq, 'assistant', '', '', ${person}
      from conversation returning id
    ), turn as (
      insert into platform.turns (tenant_id, id, conversation_id, question_id, answer_id, provider, model, attempts)
      select ${tenant}, ${idToUuid(input.turnId)}, conversation.id, question.id, answer.id, ${input.provider}, ${input.model}, 1
      from conversation, question, answer returning id
    )
    select conversation.id, title, last_seq = 2 as is_new from conversation, turn`);
  const row = (rows as unknown as { id: string; title: string; is_new: boolean }[])[0];
  return row ? { conversationId: idFromUuid("cnv", row.id), title: row.title, isNew: row.is_new } : null;
}

/** The turn that an earlier send of the same client message made, with what was asked. */
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

/** Puts a new empty answer and a running turn in the place of the last answer, which is kept as superseded. */
export async function replaceAnswer(tx: Context, conversationId: Id<"cnv">, turn: NewTurn): Promise<void> {
  const [conversation] = await tx.db
    .update(conversations)
    .set({ lastSeq: sql`${conversations.lastSeq} + 1`, updatedAt: tx.now() })
    .where(and(own(tx), eq(conversations.id, conversationId)))
    .returning({ lastSeq: conversations.lastSeq });
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
    seq: conversation?.lastSeq ?? 0,
    role: "assistant",
    contentFull: "",
    contentBrief: "",
    userIdHash: actorHash(tx),
  });
  const { turnId, ...rest } = turn;
  await tx.db
    .insert(turns)
    .values({ tenantId: tx.tenantId, id: turnId, conversationId, attempts: 1, ...rest });
}

/** What was said before a question: newest `limit` messages, oldest first, answers that failed left out. */
export async function loadHistory(
  ctx: Context,
  conversationId: Id<"cnv">,
  questionId: Id<"msg">,
  limit: number,
) {
  const rows = await ctx.db
    .select({ role: messages.role, text: messages.contentFull })
    .from(messages)
    .where(
      and(
        eq(messages.tenantId, ctx.tenantId),
        eq(messages.conversationId, conversationId),
        isNull(messages.supersededAt),
        sql`${messages.contentFull} <> ''`,
        sql`${messages.seq} < (select seq from ${messages} where ${messages.tenantId} = ${idToUuid(ctx.tenantId)} and ${messages.id} = ${idToUuid(questionId)})`,
      ),
    )
    .orderBy(desc(messages.seq))
    .limit(limit);
  return rows.reverse();
}

const turnNamed = (ctx: Context, turnId: Id<"trn">) =>
  and(eq(turns.tenantId, ctx.tenantId), eq(turns.id, turnId));

export async function recordAttempt(ctx: Context, turnId: Id<"trn">, attempts: number): Promise<void> {
  await ctx.db.update(turns).set({ attempts, heartbeatAt: sql`now()` }).where(turnNamed(ctx, turnId));
}

/**
 * Keeps what was said so far, while the turn runs: a save that arrives after the turn's end changes nothing. The turn's
 * row is taken first, as it is at the end. @returns whether someone asked to stop, or the turn has ended.
 */
export async function savePartial(ctx: Context, turn: NewTurn, text: string): Promise<boolean> {
  const rows = await ctx.db.execute(sql`
    with running as (
      update platform.turns set heartbeat_at = now()
      where tenant_id = ${idToUuid(ctx.tenantId)} and id = ${idToUuid(turn.turnId)} and state = 'running'
      returning answer_id, stop_requested_at is not null as stopped),
    kept as (
      update platform.messages set content_full = ${text} from running
      where messages.tenant_id = ${idToUuid(ctx.tenantId)} and messages.id = running.answer_id)
    select stopped from running`);
  return (rows as unknown as { stopped: boolean }[])[0]?.stopped ?? true;
}

export type QuotedPassage = {
  number: number;
  documentId: Id<"doc">;
  documentVersion: string;
  ordinal: number;
  startOffset: number;
  endOffset: number;
  headingPath: string[];
};

export type TurnResult = {
  state: Exclude<TurnState, "running">;
  errorCode: TurnErrorCode | null;
  text: string;
  inputTokens: number | null;
  outputTokens: number | null;
  firstTokenAt: Date | null;
  quoted: QuotedPassage[];
};

/** Ends a turn once: a turn that has already ended, or was taken for dead, stays as it is. */
export async function closeTurn(tx: Context, turn: NewTurn, result: TurnResult): Promise<boolean> {
  const { text, quoted, ...columns } = result;
  const ended = await tx.db
    .update(turns)
    .set({ ...columns, endedAt: sql`now()` })
    .where(and(turnNamed(tx, turn.turnId), eq(turns.state, "running")))
    .returning({ id: turns.id });
  if (ended.length === 0) return false;
  await tx.db
    .update(messages)
    .set({ contentFull: text, contentBrief: text.slice(0, 200) })
    .where(and(eq(messages.tenantId, tx.tenantId), eq(messages.id, turn.answerId)));
  if (quoted.length > 0) {
    const live = await tx.db
      .select({ id: documents.id })
      .from(documents)
      .where(
        and(
          eq(documents.tenantId, tx.tenantId),
          inArray(documents.id, [...new Set(quoted.map((quote) => quote.documentId))]),
        ),
      )
      .for("key share");
    const isLive = new Set(live.map(({ id }) => id));
    const rows = quoted.filter((quote) => isLive.has(quote.documentId));
    if (rows.length > 0) {
      await tx.db
        .insert(citations)
        .values(rows.map((row) => ({ tenantId: tx.tenantId, messageId: turn.answerId, ...row })));
    }
  }
  return true;
}

/** Ends turns of a conversation whose process is gone, keeping what they had said. */
export async function endStaleTurns(ctx: Context, conversationId: Id<"cnv">): Promise<void> {
  await ctx.db
    .update(turns)
    .set({ state: "interrupted", errorCode: "process_ended", endedAt: sql`now()` })
    .where(
      and(
        eq(turns.tenantId, ctx.tenantId),
        eq(turns.conversationId, conversationId),
        eq(turns.state, "running"),
        sql`${turns.heartbeatAt} < now() - ${STALE_AFTER}`,
      ),
    );
}

/** The turn running in a conversation, as the database knows it. */
export async function findRunningTurn(ctx: Context, conversationId: Id<"cnv">) {
  const [row] = await ctx.db
    .select({
      turnId: turns.id,
      answerId: turns.answerId,
      questionId: turns.questionId,
      provider: turns.provider,
      model: turns.model,
    })
    .from(turns)
    .where(
      and(
        eq(turns.tenantId, ctx.tenantId),
        eq(turns.conversationId, conversationId),
        eq(turns.state, "running"),
      ),
    );
  return row ?? null;
}

/** Where a turn stands: its state and what its answer says so far. */
export async function readTurn(ctx: Context, turnId: Id<"trn">) {
  const [row] = await ctx.db
    .select({
      state: turns.state,
      errorCode: turns.errorCode,
      text: messages.contentFull,
      cards: messages.cards,
    })
    .from(turns)
    .innerJoin(messages, and(eq(messages.tenantId, turns.tenantId), eq(messages.id, turns.answerId)))
    .where(turnNamed(ctx, turnId));
  return row ?? null;
}

export async function requestStop(ctx: Context, conversationId: Id<"cnv">): Promise<Id<"trn">[]> {
  const rows = await ctx.db
    .update(turns)
    .set({ stopRequestedAt: sql`now()` })
    .where(
      and(
        eq(turns.tenantId, ctx.tenantId),
        eq(turns.conversationId, conversationId),
        eq(turns.state, "running"),
      ),
    )
    .returning({ id: turns.id });
  return rows.map((row) => row.id);
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
      createdAt: messages.createdAt,
      turnId: turns.id,
      state: turns.state,
      errorCode: turns.errorCode,
      provider: turns.provider,
      model: turns.model,
    })
    .from(messages)
    .leftJoin(turns, and(eq(turns.tenantId, messages.tenantId), eq(turns.answerId, messages.id)))
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

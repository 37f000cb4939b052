import { and, desc, eq, gte, isNull, type SQL, sql } from "drizzle-orm";
import { conversations, messages, turns } from "#db/schema/index.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, idFromUuid, idToUuid, isId } from "#lib/core/ids.ts";
import { named, own } from "./scope.ts";

export type NewTurn = {
  turnId: Id<"trn">;
  questionId: Id<"msg">;
  answerId: Id<"msg">;
  provider: string;
  model: string;
};

/** The turn as its writer knows it: what it does under another epoch is refused. */
export type HeldTurn = NewTurn & { epoch: number };

/**
 * How a turn is begun. `null`: answered at once. `alone`: it waits in the queue, where no other turn of the conversation runs
 * or waits. `behind`: it waits behind those.
 */
export type Waits = "alone" | "behind" | null;

export type OpenedConversation = {
  conversationId: Id<"cnv">;
  title: string;
  epoch: number;
  isNew: boolean;
};

/**
 * Stores a question, the empty answer and the running turn in one statement, counts the turn in it, and makes the
 * conversation where a client key names none yet. @returns null when an id names no conversation of this person.
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
    /** Counts the turn, or refuses the whole statement. */
    reserving: SQL;
    /** Counts it for whoever asks, or refuses; null where nobody counts. */
    counting: SQL | null;
    waits: Waits;
  },
): Promise<OpenedConversation | null> {
  const tenant = idToUuid(ctx.tenantId);
  const person = actorHash(ctx);
  const bot = idToUuid(input.chatbotId);
  const { waits } = input;
  const step = waits ? 0 : 1;
  const conversation = isId("cnv", input.name)
    ? sql`update platform.conversations set last_seq = last_seq + 2, last_epoch = last_epoch + ${step}::integer, updated_at = now()
        where tenant_id = ${tenant} and user_id_hash = ${person} and chatbot_id = ${bot} and id = ${idToUuid(input.name)}
        returning id, last_seq, last_epoch, title`
    : sql`insert into platform.conversations as c (tenant_id, id, chatbot_id, user_id_hash, client_key, title, last_seq, last_epoch)
        values (${tenant}, ${idToUuid(input.freshId)}, ${bot}, ${person}, ${input.name}, ${input.title}, 2, ${step}::integer)
        on conflict (tenant_id, user_id_hash, client_key)
        do update set last_seq = c.last_seq + 2, last_epoch = c.last_epoch + ${step}::integer, updated_at = now() where c.chatbot_id = ${bot}
        returning id, last_seq, last_epoch, title`;
  const rows = await ctx.db.execute(sql`
    with conversation as (${conversation}),
    ${waits === "behind" ? sql`` : sql`alone as materialized (select platform.refuse_beside_another(${tenant}, id, ${idToUuid(input.turnId)}) from conversation),`}
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
      insert into platform.turns (tenant_id, id, conversation_id, question_id, answer_id, provider, model, attempts, epoch, waiting_since)
      select ${tenant}, ${idToUuid(input.turnId)}, conversation.id, question.id, answer.id, ${input.provider}, ${input.model},
        ${step}::integer, ${waits ? sql`0, now()` : sql`conversation.last_epoch, null`}
      from conversation, question, answer returning id
    )
    select conversation.id, title, ${waits ? sql`0` : sql`last_epoch`} as epoch, last_seq = 2 as is_new
    from conversation, turn, allowance ${waits === "behind" ? sql`` : sql`, alone`}`);
  const row = (rows as unknown as { id: string; title: string; epoch: number; is_new: boolean }[])[0];
  if (!row) return null;
  const { title, epoch, is_new: isNew } = row;
  return { conversationId: idFromUuid("cnv", row.id), title, epoch, isNew };
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

/** Whether a question was answered with anything, be it part of an answer. */
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

/** Puts a new empty answer and a running turn in the place of the last answer, which is kept as superseded. */
export async function replaceAnswer(
  tx: Context,
  conversationId: Id<"cnv">,
  turn: NewTurn,
  isWaiting: boolean,
): Promise<{ epoch: number }> {
  const step = isWaiting ? 0 : 1;
  const [conversation] = await tx.db
    .update(conversations)
    .set({
      lastSeq: sql`${conversations.lastSeq} + 1`,
      lastEpoch: sql`${conversations.lastEpoch} + ${step}::integer`,
      updatedAt: tx.now(),
    })
    .where(and(own(tx), eq(conversations.id, conversationId)))
    .returning({ lastSeq: conversations.lastSeq, epoch: conversations.lastEpoch });
  if (!conversation) throw notFound("conversation");
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
  const epoch = isWaiting ? 0 : conversation.epoch;
  await tx.db.insert(turns).values({
    tenantId: tx.tenantId,
    id: turnId,
    conversationId,
    attempts: step,
    epoch,
    waitingSince: isWaiting ? sql`now()` : null,
    ...rest,
  });
  return { epoch };
}

/** What was said before a question: newest `limit` messages, oldest first, answers that failed left out. */
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

export const turnNamed = (ctx: Context, turnId: Id<"trn">) =>
  and(eq(turns.tenantId, ctx.tenantId), eq(turns.id, turnId));

/** The running turn, as whoever writes it under this epoch may change it. */
export const heldTurn = (ctx: Context, turn: Pick<HeldTurn, "turnId" | "epoch">) =>
  and(turnNamed(ctx, turn.turnId), eq(turns.epoch, turn.epoch), eq(turns.state, "running"));

/** A turn is answered by the model its chatbot has when it is taken up. */
export async function relabelTurn(
  ctx: Context,
  turn: Pick<HeldTurn, "turnId" | "epoch">,
  model: { provider: string; model: string },
): Promise<void> {
  await ctx.db.update(turns).set(model).where(heldTurn(ctx, turn));
}

/** Notes a call of the model before it is made. @returns the number of calls so far; null when the turn was taken over. */
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

/** The turn running in a conversation, as the database knows it. */
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
    // Those that wait behind it have no epoch yet.
    .orderBy(desc(turns.epoch), turns.startedAt)
    .limit(1);
  return row ?? null;
}

/** The turn of a conversation that wrote under this epoch, or took over from the one that did. */
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

/** What is needed to end or run again a turn whose process is gone. */
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

/** Where a turn stands: its state and what its answer says so far. */
export async function readTurn(ctx: Context, turnId: Id<"trn">) {
  const [row] = await ctx.db
    .select({
      state: turns.state,
      epoch: turns.epoch,
      errorCode: turns.errorCode,
      text: messages.contentFull,
      cards: messages.cards,
      skills: messages.skills,
    })
    .from(turns)
    .innerJoin(messages, and(eq(messages.tenantId, turns.tenantId), eq(messages.id, turns.answerId)))
    .where(turnNamed(ctx, turnId));
  return row ?? null;
}

/** Marks every turn of a conversation that has not ended. Those that wait have nobody to see the mark. */
export async function requestStop(
  ctx: Context,
  conversationId: Id<"cnv">,
): Promise<{ turnId: Id<"trn">; isWaiting: boolean }[]> {
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
    .returning({ turnId: turns.id, isWaiting: sql<boolean>`${turns.waitingSince} is not null` });
  return rows;
}

/** Marks every turn of a person that has not ended, in whatever conversation. */
export async function requestStopOfPerson(
  ctx: Context,
): Promise<{ turnId: Id<"trn">; isWaiting: boolean }[]> {
  const own = sql`(select id from ${conversations} where ${conversations.tenantId} = ${idToUuid(ctx.tenantId)} and ${conversations.userIdHash} = ${actorHash(ctx)})`;
  return ctx.db
    .update(turns)
    .set({ stopRequestedAt: sql`now()` })
    .where(
      and(
        eq(turns.tenantId, ctx.tenantId),
        sql`${turns.conversationId} in ${own}`,
        eq(turns.state, "running"),
      ),
    )
    .returning({ turnId: turns.id, isWaiting: sql<boolean>`${turns.waitingSince} is not null` });
}

/** Marks one turn, if it has not ended. @returns whether it waits, and has nobody to see the mark */
export async function requestStopOfTurn(ctx: Context, turnId: Id<"trn">): Promise<boolean> {
  const [row] = await ctx.db
    .update(turns)
    .set({ stopRequestedAt: sql`now()` })
    .where(and(turnNamed(ctx, turnId), eq(turns.state, "running")))
    .returning({ isWaiting: sql<boolean>`${turns.waitingSince} is not null` });
  return row?.isWaiting ?? false;
}

import { limitPerTenant } from "#db/limit-per-tenant.ts";
import type { ChosenModel } from "#lib/ai/language-model.ts";
import { budgetRefusal } from "#lib/billing/budget-refusal.ts";
import { reserveUsage, reservingUsage } from "#lib/billing/reserve-usage.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { countingMessage, countMessage } from "#lib/people/count-message.ts";
import { entitlementRefusal } from "#lib/people/entitlement-refusal.ts";
import { PASSAGE_TOKENS } from "../generation/build-prompt.ts";
import { getConversation } from "../get-conversation.ts";
import {
  findLastQuestion,
  findTurnOfClientMessage,
  type HeldTurn,
  hasAnswer,
  insertQuestion,
  type NewTurn,
  replaceAnswer,
  type Waits,
} from "../queries/turns.ts";
import { type ChatRequest, TITLE_MAX_CHARS } from "../schema.ts";
import { enqueueTurn } from "./enqueue-next-turn.ts";
import { answerQueuedTurnJob } from "./jobs.ts";

export type Turn = HeldTurn & {
  conversationId: Id<"cnv">;
  title: string;
  question: string;
  hasHistory: boolean;
};

type Opened = { kind: "opened"; turn: Turn } | { kind: "repeated"; turn: Turn };

/**
 * Stores what is asked and opens the turn that will answer it, before any model is called. The same client message again
 * opens nothing and names the first turn. With `waits` it is put into the queue, for a worker to answer.
 * @throws ParleyError not_found for a conversation that is not this person's, conflict while another answer is being
 * written, unprocessable when a client message id comes back with another text, budget_exceeded where one is used up.
 */
export async function startTurn(
  ctx: Context,
  chatbot: Chatbot,
  request: ChatRequest,
  model: ChosenModel,
  waits: Waits = null,
): Promise<Opened> {
  const turn = {
    turnId: newId("trn"),
    questionId: newId("msg"),
    answerId: newId("msg"),
    provider: model.provider,
    model: model.id,
  };
  if (request.trigger === "regenerate-message")
    return limitPerTenant(ctx, () => openAgain(ctx, chatbot, request, turn, model, waits));
  const text = textOf(request);
  const clientMessageId = request.message?.id ?? "";
  try {
    const question = {
      ...turn,
      name: request.id,
      freshId: newId("cnv"),
      chatbotId: chatbot.id,
      title: titleOf(text),
      clientMessageId,
      text,
      reserving: reservingUsage(ctx, turnToCome(turn, chatbot, model, text)),
      counting: countingMessage(ctx, chatbot.access),
      waits,
    };
    const opened = await limitPerTenant(ctx, () =>
      waits ? insertInQueue(ctx, question) : insertQuestion(ctx, question),
    );
    if (!opened) throw notFound("conversation");
    const { isNew, ...place } = opened;
    return { kind: "opened", turn: { ...turn, ...place, question: text, hasHistory: !isNew } };
  } catch (error) {
    const refusal = entitlementRefusal(error) ?? budgetRefusal(error, ctx.now());
    if (!refusal && !brokenConstraint(error)) throw error;
    const earlier = await findTurnOfClientMessage(ctx, chatbot.id, request.id, clientMessageId);
    if (!earlier) throw refusal ?? busy();
    if (earlier.text !== text) {
      throw new ParleyError("unprocessable", "This message ID was already used for a different text.");
    }
    return { kind: "repeated", turn: { ...earlier, question: text, hasHistory: true } };
  }
}

/** The question and the job that has it answered exist together or not at all. */
function insertInQueue(ctx: Context, question: Parameters<typeof insertQuestion>[1]) {
  return transactionWithJobs(ctx, [answerQueuedTurnJob], async (tx, enqueue) => {
    const opened = await insertQuestion(tx, question);
    if (opened) await enqueueTurn(enqueue, opened.conversationId);
    return opened;
  });
}

async function openAgain(
  ctx: Context,
  chatbot: Chatbot,
  request: ChatRequest,
  turn: NewTurn,
  model: ChosenModel,
  waits: Waits,
): Promise<Opened> {
  const conversation = await getConversation(ctx, request.id);
  if (conversation.chatbotId !== chatbot.id) throw notFound("conversation");
  try {
    return await transactionWithJobs(ctx, waits ? [answerQueuedTurnJob] : [], async (tx, enqueue) => {
      const question = await findLastQuestion(tx, conversation.id, request.messageId ?? "");
      if (!question) {
        throw new ParleyError("conflict", "Only the last answer in a conversation can be regenerated.");
      }
      const again = { ...turn, questionId: question.id };
      const { epoch } = await replaceAnswer(tx, conversation.id, again, waits !== null);
      if (waits) await enqueueTurn(enqueue, conversation.id);
      await reserveUsage(tx, turnToCome(turn, chatbot, model, question.text));
      // One that was never answered was paid for when it was asked.
      await countMessage(tx, chatbot.access, await hasAnswer(tx, question.id));
      const { id: conversationId, title } = conversation;
      return {
        kind: "opened",
        turn: { ...again, epoch, conversationId, title, question: question.text, hasHistory: true },
      };
    });
  } catch (error) {
    if (brokenConstraint(error)) throw busy();
    throw entitlementRefusal(error) ?? budgetRefusal(error, ctx.now()) ?? error;
  }
}

function turnToCome({ turnId }: NewTurn, chatbot: Chatbot, { id, builtIn }: ChosenModel, text: string) {
  const { persona = "", maxOutputTokens } = chatbot.config;
  return {
    turnId,
    chatbotId: chatbot.id,
    model: { id, builtIn },
    chars: text.length + persona.length,
    passageTokens: PASSAGE_TOKENS,
    maxOutput: maxOutputTokens,
  };
}

function busy(): ParleyError {
  return new ParleyError(
    "conflict",
    "An answer is still being generated in this conversation. Wait for it or stop it first.",
  );
}

/** Name of the unique constraint an error is about (SQLSTATE 23505), else null. */
function brokenConstraint(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint } = cause as { code?: string; constraint?: string };
    if (code === "23505") return constraint ?? "unknown";
  }
  return null;
}

function textOf(request: ChatRequest): string {
  const text = (request.message?.parts ?? [])
    .map((part) => part.text)
    .join("\n")
    .replaceAll("\u0000", "")
    .toWellFormed()
    .trim();
  if (!text) throw new ParleyError("invalid", "The message is empty.");
  return text;
}

function titleOf(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= 60 ? line : `${line.slice(0, Math.min(59, TITLE_MAX_CHARS)).trimEnd()}…`;
}

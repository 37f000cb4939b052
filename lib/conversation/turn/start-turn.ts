import { queuePerTenant } from "#db/queue-per-tenant.ts";
import { grantsOf } from "#lib/access/grants-of.ts";
import type { ChosenModel } from "#lib/ai/language-model.ts";
import { budgetRefusal } from "#lib/billing/budget-refusal.ts";
import { reserveUsage, reservingUsage } from "#lib/billing/reserve-usage.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { cleanName } from "#lib/core/clean-name.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { countingMessage, countMessage } from "#lib/people/count-message.ts";
import { entitlementRefusal } from "#lib/people/entitlement-refusal.ts";
import { withoutAuthorTags } from "../../prompt/author-tags.ts";
import { PASSAGE_TOKENS } from "../../prompt/build-prompt.ts";
import { isRecap } from "../../prompt/recap.ts";
import { getConversation } from "../get-conversation.ts";
import { holdQuestion, questionHeld } from "../handling/hold-question.ts";
import {
  findLastQuestion,
  findTurnOfClientMessage,
  hasAnswer,
  insertQuestion,
  replaceAnswer,
} from "../queries/turn-start.ts";
import { type ChatRequest, TITLE_MAX_CHARS, textOfParts } from "../schema.ts";
import { enqueueTurn } from "./enqueue-next-turn.ts";
import { answerQueuedTurnJob } from "./jobs.ts";
import type { NewTurn, QueueMode, Turn } from "./turn.ts";

type StartedTurn = { kind: "started" | "repeated"; turn: Turn };

/**
 * Stores the question and the turn that will answer it, before any model is called. Sending the same client
 * message again returns the first turn as `repeated`.
 * @throws ParleyError not_found for another person's conversation, conflict while another answer is being
 * written, unprocessable when a client message id is reused with another text, budget_exceeded where a budget
 * is used up; conflict with the stored question where a person answers
 */
export async function startTurn(
  ctx: Context,
  chatbot: Chatbot,
  request: ChatRequest,
  model: ChosenModel,
  queueMode: QueueMode = "none",
): Promise<StartedTurn> {
  const turn = {
    turnId: newId("trn"),
    questionId: newId("msg"),
    answerId: newId("msg"),
    provider: model.provider,
    model: model.id,
  };
  if (request.trigger === "regenerate-message")
    return queuePerTenant(ctx, () => restartTurn(ctx, chatbot, request, turn, model, queueMode));
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
      reserving: reservingUsage(ctx, plannedTurn(turn, chatbot, model, text)),
      counting: countingMessage(ctx, chatbot.access),
      queueMode,
      grants: grantsOf(ctx),
    };
    const open = () =>
      queuePerTenant(ctx, () =>
        queueMode === "none" ? insertQuestion(ctx, question) : insertInQueue(ctx, question),
      );
    let opened = await open();
    if (!opened) {
      const held = await holdQuestion(ctx, question);
      if (held) throw questionHeld(held);
      // A person may have left in between.
      opened = await open();
    }
    if (!opened) throw notFound("conversation");
    const { isNew, ...place } = opened;
    return { kind: "started", turn: { ...turn, ...place, question: text, hasHistory: !isNew } };
  } catch (error) {
    const refusal = entitlementRefusal(error) ?? budgetRefusal(error, ctx.now());
    if (!refusal && !violatedConstraint(error)) throw error;
    const earlier = await findTurnOfClientMessage(ctx, chatbot.id, request.id, clientMessageId);
    if (!earlier) throw refusal ?? conversationBusy();
    if (earlier.text !== text) {
      throw new ParleyError("unprocessable", "This message ID was already used for different text.");
    }
    return { kind: "repeated", turn: { ...earlier, question: text, hasHistory: true } };
  }
}

/** Inserts the question and enqueues its job in one transaction. */
function insertInQueue(ctx: Context, question: Parameters<typeof insertQuestion>[1]) {
  return transactionWithJobs(ctx, [answerQueuedTurnJob], async (tx, enqueue) => {
    const opened = await insertQuestion(tx, question);
    if (opened) await enqueueTurn(enqueue, opened.conversationId);
    return opened;
  });
}

async function restartTurn(
  ctx: Context,
  chatbot: Chatbot,
  request: ChatRequest,
  turn: NewTurn,
  model: ChosenModel,
  queueMode: QueueMode,
): Promise<StartedTurn> {
  const conversation = await getConversation(ctx, request.id);
  if (conversation.chatbotId !== chatbot.id) throw notFound("conversation");
  const isQueued = queueMode !== "none";
  try {
    return await transactionWithJobs(ctx, isQueued ? [answerQueuedTurnJob] : [], async (tx, enqueue) => {
      const question = await findLastQuestion(tx, conversation.id, request.messageId ?? "");
      if (!question) {
        throw new ParleyError("conflict", "Only the last answer in a conversation can be regenerated.");
      }
      const again = { ...turn, questionId: question.id };
      const { epoch } = await replaceAnswer(tx, conversation.id, again, isQueued);
      if (isQueued) await enqueueTurn(enqueue, conversation.id);
      await reserveUsage(tx, plannedTurn(turn, chatbot, model, question.text));
      // A question that got no answer was already counted when it was asked.
      await countMessage(tx, chatbot.access, await hasAnswer(tx, question.id));
      const { id: conversationId, title } = conversation;
      return {
        kind: "started",
        turn: { ...again, epoch, conversationId, title, question: question.text, hasHistory: true },
      };
    });
  } catch (error) {
    if (violatedConstraint(error)) throw conversationBusy();
    throw entitlementRefusal(error) ?? budgetRefusal(error, ctx.now()) ?? error;
  }
}

function plannedTurn({ turnId }: NewTurn, chatbot: Chatbot, { id, builtIn }: ChosenModel, text: string) {
  const { persona = "", maxOutputTokens } = chatbot.config;
  return {
    turnId,
    chatbotId: chatbot.id,
    model: { id, builtIn },
    chars: text.length + persona.length,
    passageTokens: isRecap(text) ? 0 : PASSAGE_TOKENS,
    maxOutput: maxOutputTokens,
  };
}

function conversationBusy(): ParleyError {
  return new ParleyError(
    "conflict",
    "An answer is still being generated in this conversation. Wait for it or stop it first.",
  );
}

/** Returns the name of the unique constraint that an error violates (SQLSTATE 23505), else null. */
function violatedConstraint(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint } = cause as { code?: string; constraint?: string };
    if (code === "23505") return constraint ?? "unknown";
  }
  return null;
}

function textOf(request: ChatRequest): string {
  const text = textOfParts(request.message?.parts ?? [])
    .replaceAll("\u0000", "")
    .toWellFormed()
    .trim();
  if (!text) throw new ParleyError("invalid", "The message is empty.");
  return text;
}

function titleOf(text: string): string {
  if (isRecap(text)) return "Recap";
  const line = cleanName(withoutAuthorTags(text));
  return line.length <= 60 ? line : `${line.slice(0, Math.min(59, TITLE_MAX_CHARS)).trimEnd()}…`;
}

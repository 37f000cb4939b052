import { createHash, randomUUID } from "node:crypto";
import { getChatbot, getChatbotByName, getFirstChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import type { AnswerLimits } from "../generation/stream-answer.ts";
import { getConversation } from "../get-conversation.ts";
import { loadCitations } from "../queries/conversations.ts";
import { readTurn } from "../queries/turns.ts";
import type { DirectAnswer, DirectRequest, TurnEnd, TurnStart } from "../schema.ts";
import { storedCitation } from "../stored-citation.ts";
import { type RunningTurn, runTurn } from "./run-turn.ts";

/** A turn that ended without a complete answer. What it had said is stored; `code` says why it ended. */
export class TurnFailed extends Error {
  override readonly name = "TurnFailed";
  readonly code: string;

  constructor({ state, errorCode }: TurnEnd) {
    super(`The turn ended as ${state}.`);
    this.code = errorCode ?? state;
  }
}

/**
 * Runs one turn to its end and returns the answer as it is stored. The turn goes on when the caller leaves.
 *
 * An idempotency key counts within the conversation; without one it names the conversation that is begun. The same key
 * again is given the first outcome, also while that is still being made, and also where it was a failure.
 * @throws ParleyError not_found for a chatbot or conversation that is not this caller's, conflict while another answer
 * is being written there, unprocessable where a key comes back with another request
 * @throws TurnFailed
 */
export async function answerSync(
  ctx: Context,
  input: { request: DirectRequest; idempotencyKey?: string; limits?: AnswerLimits },
): Promise<DirectAnswer> {
  const { request, limits } = input;
  const { chatbot, conversation } = await findPlace(ctx, request);
  const name = input.idempotencyKey ? nameOfKey(input.idempotencyKey) : randomUUID();
  const turn = await runTurn(ctx, {
    chatbot,
    request: {
      id: conversation?.id ?? name,
      chatbot: chatbot.handle,
      trigger: "submit-message",
      message: { id: name, role: "user", parts: [{ type: "text", text: request.message }] },
    },
    limits,
  }).catch((error: unknown) => {
    // A new name is missing only where the key began a conversation with another chatbot.
    const isMissing = error instanceof ParleyError && error.code === "not_found";
    throw isMissing && !conversation ? keyOfAnother() : error;
  });
  return completeAnswer(ctx, await outcomeOf(turn));
}

async function findPlace(ctx: Context, { chatbotId, conversationId }: DirectRequest) {
  const conversation = conversationId ? await getConversation(ctx, conversationId) : null;
  if (!chatbotId) {
    const chatbot = conversation ? await getChatbot(ctx, conversation.chatbotId) : await getFirstChatbot(ctx);
    return { conversation, chatbot };
  }
  const chatbot = await getChatbotByName(ctx, chatbotId);
  if (conversation && conversation.chatbotId !== chatbot.id) {
    throw new ParleyError(
      "unprocessable",
      "This conversation belongs to a different chatbot. Leave out chatbotId.",
    );
  }
  return { conversation, chatbot };
}

function nameOfKey(key: string): string {
  return `direct-${createHash("sha256").update(key).digest("base64url")}`;
}

function keyOfAnother(): ParleyError {
  return new ParleyError("unprocessable", "This Idempotency-Key was already used for a different chatbot.");
}

type Outcome = TurnStart & TurnEnd & { answerId: string };

async function outcomeOf(turn: RunningTurn): Promise<Outcome> {
  let start: (TurnStart & { answerId: string }) | undefined;
  let end: TurnEnd | undefined;
  for await (const chunk of turn.follow()) {
    if (chunk.type === "start") start = { ...chunk.messageMetadata, answerId: chunk.messageId };
    else if (chunk.type === "message-metadata") end = chunk.messageMetadata;
  }
  await turn.ended;
  if (!start || !end)
    throw new ParleyError(
      "unavailable",
      "The answer could not be stored. Retry with the same Idempotency-Key.",
    );
  return { ...start, ...end };
}

async function completeAnswer(ctx: Context, outcome: Outcome): Promise<DirectAnswer> {
  if (outcome.state !== "complete") throw new TurnFailed(outcome);
  const messageId = outcome.answerId as Id<"msg">;
  const [stored, citations] = await Promise.all([
    readTurn(ctx, outcome.turnId as Id<"trn">),
    loadCitations(ctx, [messageId]),
  ]);
  if (!stored) throw new TurnFailed({ state: "interrupted" });
  return {
    success: true,
    role: "assistant",
    content: stored.text,
    cards: stored.cards.map(({ card }) => card),
    messageId,
    conversationId: outcome.conversationId,
    citations: citations.map(storedCitation),
  };
}

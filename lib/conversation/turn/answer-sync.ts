import { createHash, randomUUID } from "node:crypto";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import type { AnswerLimits } from "../generation/answer-event.ts";
import { loadCitations } from "../queries/conversations.ts";
import { readTurn } from "../queries/turns.ts";
import type { DirectAnswer, TurnEnd, TurnStart } from "../schema.ts";
import { storedCitation } from "../stored-citation.ts";
import type { DirectTarget } from "./find-direct-target.ts";
import { type RunningTurn, runTurn } from "./run-turn.ts";

/** A turn that ended without a complete answer. Its partial answer is stored; `code` says why it ended. */
class TurnFailed extends Error {
  override readonly name = "TurnFailed";
  readonly code: string;

  constructor({ state, errorCode }: TurnEnd) {
    super(`The turn ended as ${state}.`);
    this.code = errorCode ?? state;
  }
}

/**
 * Runs one turn to its end and returns the stored answer. The turn continues when the caller leaves.
 *
 * An idempotency key is unique within its conversation; in a request without a conversation it identifies the
 * new one. A repeated key returns the first outcome, waiting for it if necessary, even if it is a failure.
 * @throws ParleyError conflict while another answer is being written, unprocessable for a key that was used
 * with another request
 * @throws TurnFailed
 */
export async function answerSync(
  ctx: Context,
  input: { target: DirectTarget; message: string; idempotencyKey?: string; limits?: AnswerLimits },
): Promise<DirectAnswer> {
  const { target, message, limits } = input;
  const { chatbot, conversation } = target;
  const name = input.idempotencyKey ? clientKeyOf(input.idempotencyKey) : randomUUID();
  const turn = await runTurn(ctx, {
    chatbot,
    request: {
      id: conversation?.id ?? name,
      chatbot: chatbot.handle,
      trigger: "submit-message",
      message: { id: name, role: "user", parts: [{ type: "text", text: message }] },
    },
    limits,
  }).catch((error: unknown) => {
    // A client key is not found only if it started a conversation with another chatbot.
    const isMissing = error instanceof ParleyError && error.code === "not_found";
    throw isMissing && !conversation ? keyUsedElsewhere() : error;
  });
  return completeAnswer(ctx, await outcomeOf(turn));
}

function clientKeyOf(key: string): string {
  return `direct-${createHash("sha256").update(key).digest("base64url")}`;
}

function keyUsedElsewhere(): ParleyError {
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

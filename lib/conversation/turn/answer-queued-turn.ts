import { chatbotModel } from "#lib/chatbot/connection/chatbot-model.ts";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import type { JobHandler } from "#lib/jobs/define-job.ts";
import { claimQueuedTurn } from "../queries/queued-turns.ts";
import { findClaimedTurn, relabelTurn } from "../queries/turns.ts";
import { retrievePassages } from "./retrieve-passages.ts";
import { startAnswer } from "./run-turn.ts";

/**
 * Once claimed, a turn is recovered by its heartbeat and not by the queue: if this process dies, another one
 * takes the turn over. So giving up the job needs no action.
 */
export const handler: JobHandler<{ conversationId: Id<"cnv"> }> = {
  async run(ctx, { conversationId }) {
    const claimed = await transaction(ctx, (tx) => claimQueuedTurn(tx, conversationId));
    if (claimed) await answer(ctx, claimed);
  },
  async giveUp() {},
};

/** Answers with the chatbot's current settings. */
async function answer(ctx: Context, { turnId, epoch }: { turnId: Id<"trn">; epoch: number }): Promise<void> {
  const waiting = await findClaimedTurn(ctx, turnId, epoch);
  if (!waiting) return;
  const chatbot = await getChatbot(ctx, waiting.chatbotId);
  const model = chatbotModel(ctx, chatbot);
  const label = { provider: model.provider, model: model.id };
  if (waiting.provider !== label.provider || waiting.model !== label.model)
    await relabelTurn(ctx, waiting, label);
  const turn = { ...waiting, ...label, hasHistory: waiting.seq > 1 };
  const { asker, grants } = waiting;
  const found = retrievePassages(ctx, chatbot, waiting.question);
  const { live, ended } = startAnswer(ctx, { chatbot, model, turn, asker, grants, found });
  if (waiting.isStopRequested) live.stopFor("person");
  await ended;
}

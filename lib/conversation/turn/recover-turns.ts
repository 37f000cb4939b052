import { admitJob } from "#lib/auth/admission/admit-job.ts";
import { notifyBudgets } from "#lib/billing/notify-budgets.ts";
import { chatbotModel } from "#lib/chatbot/connection/chatbot-model.ts";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { errorFields, log } from "#lib/core/log.ts";
import type { AnswerLimits } from "../generation/answer-event.ts";
import { claimQueuedConversations } from "../queries/queued-turns.ts";
import { claimDeadTurns, pruneTurnLog, readWholeLog } from "../queries/turn-log.ts";
import { findClaimedTurn, recordAttempt } from "../queries/turns.ts";
import type { LogEntry } from "../stream/log-entry.ts";
import { visibleEntries } from "../stream/visible-entries.ts";
import { type ClaimedTurn as Claimed, endClaimedTurn } from "./end-claimed-turn.ts";
import { enqueueNextTurn } from "./enqueue-next-turn.ts";
import { retrievePassages } from "./retrieve-passages.ts";
import { startAnswer } from "./run-turn.ts";

/** A turn without a heartbeat for this long is considered dead. */
const DEAD_AFTER_SECONDS = 15;
/** A turn queued for this long while none of its conversation runs has lost its job. */
const REQUEUE_AFTER_SECONDS = 10;
const CLAIM_BATCH = 20;
/** A turn that has called the model this often without any output is not run again. */
const MAX_ATTEMPTS = 6;
const PRUNE_AFTER_SECONDS = 120;
const PRUNE_ROWS = 5_000;

export type Recovered = {
  ended: number;
  runAgain: number;
  /** Settles when the turns that are run again have ended. */
  settled: Promise<unknown>;
};

/**
 * Takes over dead turns of all tenants. Those without output are run again, in this process; the others are
 * ended as interrupted and keep their text. Safe to call concurrently: each turn is claimed by one process,
 * and its old process, should it resume, is fenced off.
 */
export async function recoverTurns(
  operator: OperatorContext,
  options: { silentSeconds?: number; limits?: AnswerLimits } = {},
): Promise<Recovered> {
  let ended = 0;
  const running: Promise<void>[] = [];
  for (;;) {
    const claimed = await claimDeadTurns(operator, options.silentSeconds ?? DEAD_AFTER_SECONDS, CLAIM_BATCH);
    await Promise.all(
      claimed.map(async ({ tenantId, turnId, epoch }) => {
        try {
          const ctx = admitJob(tenantId, "turn-recovery");
          const outcome = await recover(ctx, { turnId, epoch }, options.limits);
          if (outcome === "ended") ended += 1;
          else if (outcome) running.push(outcome.ended);
        } catch (error) {
          // Its claim expires, and it is found again.
          log().error({ tenantId, turnId, ...errorFields(error) }, "turn recovery failed");
        }
      }),
    );
    if (claimed.length < CLAIM_BATCH)
      return { ended, runAgain: running.length, settled: Promise.all(running) };
  }
}

/**
 * Enqueues jobs for queued turns that lost theirs with a process that died.
 * @returns the number of conversations
 */
export async function requeueStrandedTurns(operator: OperatorContext): Promise<number> {
  const waiting = await claimQueuedConversations(operator, REQUEUE_AFTER_SECONDS, CLAIM_BATCH);
  for (const { tenantId, conversationId } of waiting)
    await enqueueNextTurn(admitJob(tenantId, "turn-recovery"), conversationId);
  return waiting.length;
}

/** Purges the log of turns that ended a while ago. @returns the number of rows */
export async function pruneTurnLogs(operator: OperatorContext): Promise<number> {
  return pruneTurnLog(operator, PRUNE_AFTER_SECONDS, PRUNE_ROWS);
}

async function recover(
  ctx: Context,
  { turnId, epoch }: Pick<Claimed, "turnId" | "epoch">,
  limits?: AnswerLimits,
): Promise<"ended" | { ended: Promise<void> } | null> {
  const turn = await findClaimedTurn(ctx, turnId, epoch);
  if (!turn) return null;
  const entries = visibleEntries(await readWholeLog(ctx, turnId));
  const fields = { tenantId: ctx.tenantId, conversationId: turn.conversationId, turnId, epoch };
  const mustEnd = entries.length > 0 || turn.kept !== "" || turn.isStopRequested || turn.isOld;
  if (!mustEnd && turn.attempts < MAX_ATTEMPTS) {
    const again = await runAgain(ctx, turn, limits);
    if (again) log().warn(fields, "dead turn run again");
    return again;
  }
  const isEnded = await endDead(ctx, turn, entries);
  if (isEnded) log().warn(fields, "dead turn ended");
  return isEnded ? "ended" : null;
}

/** Answers again with the chatbot's current settings. @returns null where another process was faster */
async function runAgain(ctx: Context, dead: Claimed, limits?: AnswerLimits) {
  const chatbot = await getChatbot(ctx, dead.chatbotId);
  const model = chatbotModel(ctx, chatbot);
  const label = { provider: model.provider, model: model.id };
  if ((await recordAttempt(ctx, dead, label)) === null) return null;
  const turn = { ...dead, ...label, hasHistory: dead.seq > 1 };
  const { ended } = startAnswer(ctx, {
    chatbot,
    model,
    turn,
    asker: dead.asker,
    grants: dead.grants,
    limits,
    found: retrievePassages(ctx, chatbot, dead.question),
  });
  return { ended };
}

async function endDead(ctx: Context, turn: Claimed, entries: LogEntry[]): Promise<boolean> {
  const ended = await transaction(ctx, (tx) => endClaimedTurn(tx, turn, entries));
  if (ended?.hasNext) await enqueueNextTurn(ctx, turn.conversationId);
  if (ended?.isDue) await notifyBudgets(ctx);
  return ended !== null;
}

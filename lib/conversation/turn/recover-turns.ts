import { languageModel } from "#lib/ai/language-model.ts";
import { admitJob } from "#lib/auth/admission/admission.ts";
import { notifyBudgets } from "#lib/billing/notify-budgets.ts";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { errorFields, log } from "#lib/core/log.ts";
import type { AnswerLimits } from "../generation/stream-answer.ts";
import { claimQueuedConversations } from "../queries/queued-turns.ts";
import { claimDeadTurns, pruneTurnLog, readWholeLog } from "../queries/turn-log.ts";
import { findClaimedTurn, recordAttempt } from "../queries/turns.ts";
import type { TurnChunk } from "../schema.ts";
import { type LogEntry, readLogRow } from "../stream/log-entry.ts";
import { type ClaimedTurn as Claimed, endClaimedTurn } from "./end-claimed-turn.ts";
import { enqueueNextTurn } from "./enqueue-next-turn.ts";
import { search, startAnswer } from "./run-turn.ts";

/** A turn whose process has given no sign of life for so long is taken for dead. */
export const DEAD_AFTER_SECONDS = 15;
/** A turn that has waited so long with none running before it is called for again. */
const RECALL_AFTER_SECONDS = 10;
const CLAIM = 20;
/** A turn that has called the model so often and never came to a word is not run again. */
const MOST_ATTEMPTS = 6;
const PRUNE_AFTER_SECONDS = 120;
const PRUNE_ROWS = 5_000;

const VISIBLE = new Set<TurnChunk["type"]>(["text-delta", "data-citation", "data-card", "data-skill"]);

export type Recovered = {
  ended: number;
  runAgain: number;
  /** Settles when those that are run again have ended. */
  settled: Promise<unknown>;
};

/**
 * Takes over the turns whose process is gone, of all tenants. What has said nothing yet is run again, here; what has is
 * ended as interrupted with its text. Safe to call anywhere at any time: each is taken by one, and its old process, should
 * it wake up, is fenced out.
 */
export async function recoverTurns(
  operator: OperatorContext,
  options: { silentSeconds?: number; limits?: AnswerLimits } = {},
): Promise<Recovered> {
  let ended = 0;
  const running: Promise<void>[] = [];
  for (;;) {
    const claimed = await claimDeadTurns(operator, options.silentSeconds ?? DEAD_AFTER_SECONDS, CLAIM);
    await Promise.all(
      claimed.map(async ({ tenantId, turnId, epoch }) => {
        try {
          const ctx = admitJob(tenantId, "turn-recovery");
          const outcome = await recover(ctx, { turnId, epoch }, options.limits);
          if (outcome === "ended") ended += 1;
          else if (outcome) running.push(outcome.ended);
        } catch (error) {
          // It stays claimed, and is found dead again.
          log().error({ tenantId, turnId, ...errorFields(error) }, "turn not recovered");
        }
      }),
    );
    if (claimed.length < CLAIM) return { ended, runAgain: running.length, settled: Promise.all(running) };
  }
}

/**
 * Calls again for the turns that wait though nothing runs before them: their job went with the process that was to do it.
 * @returns how many conversations
 */
export async function requeueStrandedTurns(operator: OperatorContext): Promise<number> {
  const waiting = await claimQueuedConversations(operator, RECALL_AFTER_SECONDS, CLAIM);
  for (const { tenantId, conversationId } of waiting)
    await enqueueNextTurn(admitJob(tenantId, "turn-recovery"), conversationId);
  return waiting.length;
}

/** Removes what the log holds of turns that ended a while ago. @returns how many rows */
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
  const entries = visible(await readWholeLog(ctx, turnId));
  const fields = { tenantId: ctx.tenantId, conversationId: turn.conversationId, turnId, epoch };
  const isOver = entries.length > 0 || turn.kept !== "" || turn.isStopRequested || turn.isOld;
  if (!isOver && turn.attempts < MOST_ATTEMPTS) {
    const again = await runAgain(ctx, turn, limits);
    if (again) log().warn(fields, "turn of a dead process run again");
    return again;
  }
  const isEnded = await endDead(ctx, turn, entries);
  if (isEnded) log().warn(fields, "turn of a dead process ended");
  return isEnded ? "ended" : null;
}

/** The entries of the newest epoch that anyone could see something of. */
function visible(rows: { epoch: number; chunks: string }[]): LogEntry[] {
  const byEpoch = Map.groupBy(rows, ({ epoch }) => epoch);
  for (const [, own] of [...byEpoch].reverse()) {
    const entries = own
      .flatMap(({ chunks }) => readLogRow(chunks))
      .filter(({ chunk }) => VISIBLE.has(chunk.type));
    if (entries.some(({ chunk }) => chunk.type !== "data-skill")) return entries;
  }
  return [];
}

/** The same question, with the chatbot as it is now. @returns null where another process was quicker */
async function runAgain(ctx: Context, dead: Claimed, limits?: AnswerLimits) {
  const chatbot = await getChatbot(ctx, dead.chatbotId);
  const model = languageModel(chatbot.config.model);
  const label = { provider: model.provider, model: model.id };
  if ((await recordAttempt(ctx, dead, label)) === null) return null;
  const turn = { ...dead, ...label, hasHistory: dead.seq > 1 };
  const { ended } = startAnswer(ctx, {
    chatbot,
    model,
    turn,
    asker: dead.asker,
    limits,
    found: search(ctx, chatbot, dead.question),
  });
  return { ended };
}

async function endDead(ctx: Context, turn: Claimed, entries: LogEntry[]): Promise<boolean> {
  const ended = await transaction(ctx, (tx) => endClaimedTurn(tx, turn, entries));
  if (ended?.hasNext) await enqueueNextTurn(ctx, turn.conversationId);
  if (ended?.isDue) await notifyBudgets(ctx);
  return ended !== null;
}

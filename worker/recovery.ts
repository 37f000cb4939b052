import { setTimeout as sleep } from "node:timers/promises";
import { pingStorage } from "#db/client.ts";
import { tellForgottenBudgets } from "#lib/billing/tell-budgets.ts";
import { pruneTurnLogs, recallWaitingTurns, recoverTurns } from "#lib/conversation/recover-turns.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { sealOperator } from "#lib/core/seal.ts";
import { singleton } from "#lib/core/singleton.ts";

const LOOK_EVERY_MS = 5_000;
const PRUNE_EVERY_LOOKS = 6;
/** The database was slower than this, or away: those that live could show no sign of life. */
const TROUBLE_MS = 1_000;
/** After that they are given so long to show one. */
const GRACE_MS = 6_000;

const recovery = () => singleton("turnRecovery", () => ({ stop: null as AbortController | null }));

/**
 * Looks every few seconds for what a process that is gone has left undone, turns above all, for as long as this process
 * lives; called again it does nothing.
 * Our own server calls it at its start, other hosts with the first request that has to do with a turn.
 */
export function openRecovery(): void {
  const holder = recovery();
  if (holder.stop) return;
  holder.stop = new AbortController();
  void look(holder.stop.signal);
}

/** Claims nothing more: what this process would run again could not be ended here. */
export function closeRecovery(): void {
  recovery().stop?.abort();
}

/** One look, at the start of the only process that may use an embedded database: whatever runs in it is of a dead one. */
export async function recoverOwnTurns(): Promise<void> {
  await recoverTurns(sealOperator(), { silentSeconds: 0 });
}

async function look(stop: AbortSignal): Promise<void> {
  let troubleAt = Number.NEGATIVE_INFINITY;
  for (let looks = 1; !stop.aborted; looks += 1) {
    const started = performance.now();
    try {
      await pingStorage();
      if (performance.now() - started > TROUBLE_MS) troubleAt = performance.now();
      if (performance.now() - troubleAt > GRACE_MS) {
        await recoverTurns(sealOperator());
        await recallWaitingTurns(sealOperator());
      }
      if (looks % PRUNE_EVERY_LOOKS === 0) {
        await pruneTurnLogs(sealOperator());
        await tellForgottenBudgets(sealOperator());
      }
    } catch (error) {
      troubleAt = performance.now();
      log().warn(errorFields(error), "looking for dead turns failed");
    }
    // Not all processes at the same moment.
    const pause = LOOK_EVERY_MS * (0.8 + 0.4 * Math.random());
    await sleep(pause, undefined, { signal: stop, ref: false }).catch(() => undefined);
  }
}

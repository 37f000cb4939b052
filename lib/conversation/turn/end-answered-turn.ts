// Every end of a turn goes through ../queries/end-turn.ts.
import { setTimeout as sleep } from "node:timers/promises";
import { queuePerTenant } from "#db/queue-per-tenant.ts";
import { settlingUsage, type Used } from "#lib/billing/settle-usage.ts";
import type { Context } from "#lib/context/context.ts";
import { endTurn } from "../queries/end-turn.ts";
import type { LogRow } from "../queries/turn-log.ts";
import { readTurn } from "../queries/turns.ts";
import { logTurnWarning } from "./log-turn-warning.ts";
import type { Turn, TurnResult } from "./turn.ts";

/** A complete answer is worth waiting for a database that is unavailable. */
const STORE_TIMEOUT_MS = 60_000;
const MAX_BACKOFF_MS = 2_000;

/**
 * `moved`: another process runs the turn, or has ended it. `gone`: it was deleted. `lost`: the end could not
 * be stored, so readers are not sent one; the turn is recovered like those of a dead process, and they
 * reconnect for its end.
 */
export type StoredTurn = {
  stored: "stored" | "moved" | "gone" | "lost";
  /** Whether a budget notification is due. */
  isDue?: boolean;
  /** Whether another turn of the conversation is queued. */
  hasNext?: boolean;
};

/** Stores how a turn ended, with the rest of its log and its usage. Retries for a minute; never throws. */
export async function endAnsweredTurn(
  ctx: Context,
  turn: Turn,
  result: TurnResult,
  rest: LogRow[],
  used: Used,
): Promise<StoredTurn> {
  const until = performance.now() + STORE_TIMEOUT_MS;
  for (let tries = 0; performance.now() < until; tries += 1) {
    if (tries > 0) await sleep(Math.min(100 * 2 ** tries, MAX_BACKOFF_MS));
    try {
      const ended = await queuePerTenant(ctx, () =>
        endTurn(ctx, turn, result, rest, settlingUsage(ctx, turn.turnId, used)),
      );
      if (ended) return { stored: "stored", ...ended };
      const now = await readTurn(ctx, turn.turnId);
      if (!now) return { stored: "gone" };
      // An earlier try may have succeeded although its reply was lost: only this process writes under this
      // epoch.
      return { stored: now.epoch === turn.epoch && now.state === result.state ? "stored" : "moved" };
    } catch (error) {
      logTurnWarning(ctx, turn, error, "storing the turn's end failed");
    }
  }
  return { stored: "lost" };
}

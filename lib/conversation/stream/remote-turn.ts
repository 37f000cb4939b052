import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { LOG_PAGE, readTurnLog } from "../queries/turn-log.ts";
import { LiveTurn } from "./live-turn.ts";
import { readLogRow } from "./log-entry.ts";
import type { TurnEvent } from "./turn-event.ts";

const LOOK_EVERY_MS = 100;
/** A turn that says nothing is looked at less often. */
const QUIET_LOOK_MS = 300;
const QUIET_AFTER_LOOKS = 20;
const MOST_TAILS = 2_000;
const MOST_FAILURES = 20;

type Tail = { buffer: LiveTurn; readers: number };

const tails = () => singleton("turnTails", () => new Map<string, Tail>());

/**
 * Follows one epoch of a turn that runs in another process, by its log. All readers in this process share one look at it.
 * Ends with the epoch: with the turn, or when another process takes it over.
 */
export async function* followTail(
  ctx: Context,
  { turnId, epoch }: { turnId: Id<"trn">; epoch: number },
  from: number,
  signal?: AbortSignal,
): AsyncGenerator<TurnEvent> {
  const key = `${ctx.tenantId}/${turnId}/${epoch}`;
  let tail = tails().get(key);
  if (!tail) {
    if (tails().size >= MOST_TAILS)
      throw new ParleyError("unavailable", "Too many answers are being streamed. Try again in a moment.");
    tail = { buffer: new LiveTurn(epoch), readers: 0 };
    tails().set(key, tail);
    void pump(ctx, turnId, tail, () => tails().delete(key));
  }
  tail.readers += 1;
  try {
    yield* tail.buffer.follow(signal, from);
  } finally {
    tail.readers -= 1;
  }
}

/** Ends every look of this process at other processes' turns: whoever reads them comes back, to a process that stays. */
export function closeRemoteTurns(): void {
  for (const { buffer } of tails().values()) buffer.end();
}

async function pump(ctx: Context, turnId: Id<"trn">, tail: Tail, onOver: () => void): Promise<void> {
  const { buffer } = tail;
  let failures = 0;
  let quiet = 0;
  for (;;) {
    try {
      const read = await readTurnLog(ctx, turnId, buffer.epoch, buffer.length);
      failures = 0;
      const before = buffer.length;
      for (const row of read?.rows ?? []) {
        for (const { chunk } of readLogRow(row.chunks)) buffer.push(chunk);
      }
      if (read?.rows.length === LOG_PAGE) continue;
      if (read?.state !== "running" || read.epoch !== buffer.epoch) break;
      quiet = buffer.length > before ? 0 : quiet + 1;
    } catch (error) {
      failures += 1;
      log().warn({ tenantId: ctx.tenantId, turnId, ...errorFields(error) }, "turn log not read");
      if (failures >= MOST_FAILURES) break;
    }
    await sleep(failures > 0 || quiet > QUIET_AFTER_LOOKS ? QUIET_LOOK_MS : LOOK_EVERY_MS);
    if (tail.readers === 0 || buffer.isOver) break;
  }
  onOver();
  buffer.end();
}

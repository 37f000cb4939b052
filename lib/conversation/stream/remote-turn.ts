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

const POLL_MS = 100;
/** Silent turns are polled less often. */
const QUIET_POLL_MS = 300;
const QUIET_AFTER_POLLS = 20;
const MAX_REMOTE_TURNS = 2_000;
const MAX_FAILURES = 20;

type RemoteTurn = { buffer: LiveTurn; readers: number };

const remoteTurns = () => singleton("turnTails", () => new Map<string, RemoteTurn>());

/**
 * Follows one epoch of a turn that runs in another process by polling its log, once for all readers in this
 * process. Ends with the epoch: when the turn ends or another process takes it over.
 */
export async function* followRemoteTurn(
  ctx: Context,
  { turnId, epoch }: { turnId: Id<"trn">; epoch: number },
  from: number,
  signal?: AbortSignal,
): AsyncGenerator<TurnEvent> {
  const key = `${ctx.tenantId}/${turnId}/${epoch}`;
  let remote = remoteTurns().get(key);
  if (!remote) {
    if (remoteTurns().size >= MAX_REMOTE_TURNS)
      throw new ParleyError("unavailable", "Too many answers are being streamed. Try again in a moment.");
    remote = { buffer: new LiveTurn(epoch), readers: 0 };
    remoteTurns().set(key, remote);
    void pump(ctx, turnId, remote, () => remoteTurns().delete(key));
  }
  remote.readers += 1;
  try {
    yield* remote.buffer.follow(signal, from);
  } finally {
    remote.readers -= 1;
  }
}

/**
 * Ends the streams of other processes' turns, so that their readers reconnect to a process that is not
 * stopping.
 */
export function closeRemoteTurns(): void {
  for (const { buffer } of remoteTurns().values()) buffer.end();
}

async function pump(ctx: Context, turnId: Id<"trn">, remote: RemoteTurn, onEnd: () => void): Promise<void> {
  const { buffer } = remote;
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
      log().warn({ tenantId: ctx.tenantId, turnId, ...errorFields(error) }, "reading the turn log failed");
      if (failures >= MAX_FAILURES) break;
    }
    await sleep(failures > 0 || quiet > QUIET_AFTER_POLLS ? QUIET_POLL_MS : POLL_MS);
    if (remote.readers === 0 || buffer.hasEnded) break;
  }
  onEnd();
  buffer.end();
}

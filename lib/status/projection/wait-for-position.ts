import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { readPosition } from "../queries/reads.ts";
import { wakeProjector } from "./project.ts";

const WAIT_MS = 2_000;
const POLL_MS = 20;

/** Whether what is read includes the events up to a position, at the latest after `withinMs`. */
export async function isProjected(ctx: Context, position: number, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  for (;;) {
    if ((await readPosition(ctx)) >= position) return true;
    if (performance.now() >= until) return false;
    wakeProjector(ctx);
    await sleep(POLL_MS);
  }
}

/**
 * Returns when what is read includes the events up to a position, after at most two seconds.
 * @throws ParleyError unavailable if it does not by then
 */
export async function waitForPosition(ctx: Context, position: number, withinMs = WAIT_MS): Promise<void> {
  if (await isProjected(ctx, position, withinMs)) return;
  throw new ParleyError("unavailable", "This position is not projected yet. Try again in a second.", {
    retryAfter: 1,
  });
}

import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { readPosition } from "../queries/reads.ts";
import { wakeProjector } from "./project.ts";

const WAIT_MS = 2_000;
const POLL_MS = 25;

/**
 * Returns when what is read includes the events up to a position, after at most two seconds.
 * @throws ParleyError unavailable if it does not by then
 */
export async function waitForPosition(ctx: Context, position: number, waitMs = WAIT_MS): Promise<void> {
  const until = performance.now() + waitMs;
  for (;;) {
    if ((await readPosition(ctx)) >= position) return;
    if (performance.now() >= until)
      throw new ParleyError("unavailable", "This position is not projected yet. Try again in a second.", {
        retryAfterSeconds: 1,
      });
    wakeProjector(ctx);
    await sleep(POLL_MS);
  }
}

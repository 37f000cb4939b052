import type { OperatorContext } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { countFailureRow, findFailures } from "./queries.ts";

/** How many failures an address may have in a window before it is refused for the rest of the window. */
const failureLimits = {
  /** Codes and passwords of rooms. */
  roomCode: { most: 10, windowSeconds: 600 },
} as const;
export type FailureKind = keyof typeof failureLimits;

/** If addresses are unknown, everyone shares one count, which only slows guessing. */
const SHARED_FACTOR = 100;
const mostOf = (kind: FailureKind, who: string) =>
  failureLimits[kind].most * (who === "unknown" ? SHARED_FACTOR : 1);

const keyOf = (kind: FailureKind, who: string) => keyedHash(`failures:${kind}:${who}`);

/** @throws ParleyError limited after too many failures, with the seconds to wait */
export async function requireNoFailures(
  operator: OperatorContext,
  kind: FailureKind,
  who: string,
): Promise<void> {
  const { windowSeconds } = failureLimits[kind];
  const failures = await findFailures(operator, keyOf(kind, who));
  if (!failures || failures.count < mostOf(kind, who)) return;
  const over = failures.startedAt.getTime() + windowSeconds * 1_000;
  const retryAfter = Math.ceil((over - operator.now().getTime()) / 1_000);
  if (retryAfter <= 0) return;
  throw new ParleyError("limited", `Too many attempts. Try again in ${retryAfter} seconds.`, { retryAfter });
}

/** Counts a failure. @throws ParleyError limited if there were too many before */
export async function countFailure(operator: OperatorContext, kind: FailureKind, who: string): Promise<void> {
  await requireNoFailures(operator, kind, who);
  await countFailureRow(operator, keyOf(kind, who), failureLimits[kind].windowSeconds);
}

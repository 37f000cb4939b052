import type { OperatorContext } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { countAttempt, deleteAttempts } from "./queries.ts";

/** `free` attempts at once; after that each waits twice as long as the one before, up to `longestSeconds`. */
export type AttemptLimit = { free: number; windowSeconds: number; longestSeconds: number };

const QUARTER = 900;
export const attemptLimits = {
  /** Slowed but never locked: the account's owner gets an attempt twice a minute, whatever others do. */
  account: { free: 5, windowSeconds: QUARTER, longestSeconds: 30 },
  /** A browser that has signed in to the account before is counted separately from strangers. */
  device: { free: 10, windowSeconds: QUARTER, longestSeconds: 30 },
  /**
   * A person who guesses six-digit codes already knows the password, so a longer wait for the owner is
   * acceptable.
   */
  secondFactor: { free: 5, windowSeconds: QUARTER, longestSeconds: 600 },
  accessCode: { free: 10, windowSeconds: QUARTER, longestSeconds: 600 },
  address: { free: 30, windowSeconds: QUARTER, longestSeconds: 60 },
  /** Emails to one address, from all requests together. */
  mail: { free: 3, windowSeconds: 3_600, longestSeconds: 1_800 },
  mailAddress: { free: 20, windowSeconds: 3_600, longestSeconds: 300 },
} satisfies Record<string, AttemptLimit>;
type Kind = keyof typeof attemptLimits;

const keyOf = (kind: Kind, who: string) => keyedHash(`attempt:${kind}:${who}`);

/**
 * Counts an attempt.
 * @throws ParleyError limited, with the seconds to wait
 */
export async function limitAttempts(operator: OperatorContext, kind: Kind, who: string): Promise<void> {
  const { isDue, allowedAt } = await countAttempt(operator, keyOf(kind, who), attemptLimits[kind]);
  if (isDue) return;
  const seconds = Math.max(1, Math.ceil((allowedAt.getTime() - operator.now().getTime()) / 1_000));
  throw new ParleyError("limited", `Too many attempts. Try again in ${seconds} seconds.`, {
    retryAfter: seconds,
  });
}

/** Resets the count after a success. */
export async function clearAttempts(operator: OperatorContext, kind: Kind, who: string): Promise<void> {
  await deleteAttempts(operator, keyOf(kind, who));
}

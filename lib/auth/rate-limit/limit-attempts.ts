import type { OperatorContext } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { countAttempt, deleteAttempts } from "../queries/attempts.ts";

/** So many tries at once; after that each waits twice as long as the one before, never longer than `longestSeconds`. */
export type AttemptLimit = { free: number; windowSeconds: number; longestSeconds: number };

const QUARTER = 900;
export const attemptLimits = {
  /** Slowed, never locked: whoever owns the account gets a try twice a minute whatever others do. */
  account: { free: 5, windowSeconds: QUARTER, longestSeconds: 30 },
  /** A browser that its owner has signed in with before is counted apart from strangers. */
  device: { free: 10, windowSeconds: QUARTER, longestSeconds: 30 },
  /** Codes of six digits: whoever guesses knows the password already, so the owner may be made to wait too. */
  secondFactor: { free: 5, windowSeconds: QUARTER, longestSeconds: 600 },
  accessCode: { free: 10, windowSeconds: QUARTER, longestSeconds: 600 },
  address: { free: 30, windowSeconds: QUARTER, longestSeconds: 60 },
  /** Mails to one person, asked for by whomever. */
  mail: { free: 3, windowSeconds: 3_600, longestSeconds: 1_800 },
  mailAddress: { free: 20, windowSeconds: 3_600, longestSeconds: 300 },
} satisfies Record<string, AttemptLimit>;
type Kind = keyof typeof attemptLimits;

const keyOf = (kind: Kind, who: string) => keyedHash(`attempt:${kind}:${who}`);

/**
 * Counts a try of someone.
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

/** After success the next mistakes start from nothing. */
export async function clearAttempts(operator: OperatorContext, kind: Kind, who: string): Promise<void> {
  await deleteAttempts(operator, keyOf(kind, who));
}

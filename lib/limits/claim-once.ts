import type { OperatorContext } from "#lib/context/context.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { purgeNowAndThen } from "./purge-attempts.ts";
import { takeAttempts } from "./queries.ts";

/**
 * Claims a value that may be used once.
 * @param withinMs how long the claim is remembered
 * @returns false if any process has claimed it within this time
 */
export async function claimOnce(
  operator: OperatorContext,
  value: string,
  withinMs: number,
): Promise<boolean> {
  purgeNowAndThen(operator);
  const bucket = keyedHash(`once:${value}`);
  const [taken] = await takeAttempts(operator, [{ bucket, limit: { tokens: 1, windowMs: withinMs } }]);
  return taken?.allowed ?? false;
}

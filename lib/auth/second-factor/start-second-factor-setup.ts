import type { OperatorContext } from "#lib/context/context.ts";
import { encryptText } from "#lib/core/encrypt-text.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { putSecondFactor } from "../queries/second-factor.ts";
import { newTotpSecret, totpAddress } from "./totp.ts";
import { purposeOf } from "./verify-second-factor.ts";

/**
 * Creates a secret for a person's app. The second factor is not required until a code has been entered.
 * @throws ParleyError conflict if a second factor is enabled
 */
export async function startSecondFactorSetup(
  operator: OperatorContext,
  { userId, email }: { userId: Id<"usr">; email: string },
): Promise<{ secret: string; address: string }> {
  const secret = newTotpSecret();
  if (!(await putSecondFactor(operator, userId, encryptText(secret, purposeOf(userId)))))
    throw new ParleyError("conflict", "Two-factor authentication is already on. Turn it off first.");
  return { secret, address: totpAddress(secret, email) };
}

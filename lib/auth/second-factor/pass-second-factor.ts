import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { invalidateSession } from "../admission/admission-cache.ts";
import { countRecoveryCodes, markSession } from "../queries/second-factor.ts";
import { verifySecondFactor } from "./verify-second-factor.ts";

/**
 * Completes the sign-in of a person who has verified their password.
 * @throws ParleyError invalid for a wrong, expired or used code, limited after too many attempts
 */
export async function passSecondFactor(
  operator: OperatorContext,
  { userId, sessionId }: { userId: Id<"usr">; sessionId: Id<"ses"> },
  code: string,
): Promise<{ recoveryCodesLeft: number }> {
  await verifySecondFactor(operator, userId, code);
  await markSession(operator, sessionId);
  invalidateSession(sessionId);
  return { recoveryCodesLeft: await countRecoveryCodes(operator, userId) };
}

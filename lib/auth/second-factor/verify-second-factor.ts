import type { OperatorContext } from "#lib/context/context.ts";
import { decryptText } from "#lib/core/encrypt-text.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { clearAttempts, limitAttempts } from "../../limits/limit-attempts.ts";
import { findSecondFactor, takeRecoveryCode, takeStep } from "../queries/second-factor.ts";
import { hashRecoveryCode, readRecoveryCode } from "./recovery-code.ts";
import { stepOfCode } from "./totp.ts";

/** Binds a sealed secret to its person, so that it cannot be moved to another row. */
export const purposeOf = (userId: Id<"usr">) => `second factor:${userId}`;

/**
 * Verifies a code of the person's app or a recovery code. Each works only once.
 * @throws ParleyError invalid for a wrong, expired or used code, limited after too many attempts
 */
export async function verifySecondFactor(
  operator: OperatorContext,
  userId: Id<"usr">,
  code: string,
): Promise<void> {
  await limitAttempts(operator, "secondFactor", userId);
  if (!(await isRight(operator, userId, code))) {
    const message = "This code is incorrect or was already used. Enter the current code from your app.";
    throw new ParleyError("invalid", message, [{ path: "code", message }]);
  }
  await clearAttempts(operator, "secondFactor", userId);
}

async function isRight(operator: OperatorContext, userId: Id<"usr">, code: string): Promise<boolean> {
  const recovery = readRecoveryCode(code);
  if (recovery) return takeRecoveryCode(operator, userId, hashRecoveryCode(userId, recovery));
  const factor = await findSecondFactor(operator, userId);
  const secret = factor && decryptText(factor.secret, purposeOf(userId));
  const step = secret ? stepOfCode(secret, code.replace(/\s/g, ""), operator.now().getTime()) : null;
  return factor !== null && step !== null && takeStep(operator, factor, step);
}

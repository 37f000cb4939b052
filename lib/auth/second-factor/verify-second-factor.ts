import type { OperatorContext } from "#lib/context/context.ts";
import { decryptText } from "#lib/core/encrypt-text.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { findSecondFactor, takeRecoveryCode, takeStep } from "../queries/second-factor.ts";
import { clearAttempts, limitAttempts } from "../rate-limit/limit-attempts.ts";
import { hashRecoveryCode, readRecoveryCode } from "./recovery-code.ts";
import { stepOfCode } from "./totp.ts";

/** For what a person's secret is sealed: it cannot be moved to another's row. */
export const purposeOf = (userId: Id<"usr">) => `second factor:${userId}`;

/**
 * Takes a code of the person's app, or one of their recovery codes, once.
 * @throws ParleyError invalid for one that is wrong, late or used; limited after too many tries
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

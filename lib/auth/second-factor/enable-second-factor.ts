import type { OperatorContext } from "#lib/context/context.ts";
import { operatorTransaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { invalidateSession } from "../admission/admission-cache.ts";
import { confirmSecondFactor, markSession, replaceRecoveryCodes } from "../queries/second-factor.ts";
import { revokeSessions } from "../queries/sessions.ts";
import { notifySecondFactorChanged } from "./notify-second-factor-changed.ts";
import { hashRecoveryCode, newRecoveryCodes } from "./recovery-code.ts";
import { verifySecondFactor } from "./verify-second-factor.ts";

/**
 * Enables a second factor after a code has shown that the app has it, and ends the person's other sessions.
 * @returns recovery codes, which are shown only once
 * @throws ParleyError invalid for a wrong code, conflict if a second factor is already enabled, limited
 */
export async function enableSecondFactor(
  operator: OperatorContext,
  { userId, sessionId }: { userId: Id<"usr">; sessionId: Id<"ses"> },
  code: string,
): Promise<{ recoveryCodes: string[] }> {
  await verifySecondFactor(operator, userId, code);
  const recoveryCodes = newRecoveryCodes();
  const ended = await operatorTransaction(operator, async (tx) => {
    if (!(await confirmSecondFactor(tx, userId)))
      throw new ParleyError("conflict", "Two-factor authentication is already on. Turn it off first.");
    await replaceRecoveryCodes(
      tx,
      userId,
      recoveryCodes.map((one) => hashRecoveryCode(userId, one)),
    );
    await markSession(tx, sessionId);
    return revokeSessions(tx, userId, { except: sessionId });
  });
  for (const id of [...ended, sessionId]) invalidateSession(id);
  await notifySecondFactorChanged(operator, userId, true);
  return { recoveryCodes };
}

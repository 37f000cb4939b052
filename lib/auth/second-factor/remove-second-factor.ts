import type { OperatorContext } from "#lib/context/context.ts";
import { operatorTransaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import { log } from "#lib/core/log.ts";
import { invalidateSession } from "../admission/admission-cache.ts";
import { deleteSecondFactor } from "../queries/second-factor.ts";
import { revokeSessions } from "../queries/sessions.ts";
import { findUserByEmail } from "../queries/users.ts";
import { notifySecondFactorChanged } from "./notify-second-factor-changed.ts";
import { verifySecondFactor } from "./verify-second-factor.ts";

/** Takes a person's second factor out of use, for whoever shows it once more. @throws ParleyError invalid, limited */
export async function removeSecondFactor(
  operator: OperatorContext,
  { userId, sessionId }: { userId: Id<"usr">; sessionId: Id<"ses"> },
  code: string,
): Promise<void> {
  await verifySecondFactor(operator, userId, code);
  await operatorTransaction(operator, (tx) => deleteSecondFactor(tx, userId));
  invalidateSession(sessionId);
  await notifySecondFactorChanged(operator, userId, false);
}

/**
 * For whoever runs the instance, when a person has lost app and recovery codes: takes the factor away and ends all their
 * sessions. @returns false where nobody has that account, or it has none
 */
export async function resetSecondFactor(operator: OperatorContext, email: string): Promise<boolean> {
  const user = await findUserByEmail(operator, email);
  if (!user) return false;
  const { isGone, ended } = await operatorTransaction(operator, async (tx) => ({
    isGone: await deleteSecondFactor(tx, user.id),
    ended: await revokeSessions(tx, user.id),
  }));
  ended.forEach(invalidateSession);
  if (isGone) await notifySecondFactorChanged(operator, user.id, false);
  if (isGone) log().info({ userId: user.id }, "second factor reset by operator");
  return isGone;
}

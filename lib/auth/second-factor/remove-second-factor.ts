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

/** Removes a person's second factor after verifying it once more. @throws ParleyError invalid, limited */
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
 * Lets the operator help a person who has lost both the app and the recovery codes: removes the second factor
 * and ends all their sessions.
 * @returns false if there is no such account or it has no second factor
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

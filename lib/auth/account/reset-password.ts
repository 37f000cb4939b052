import type { OperatorContext } from "#lib/context/context.ts";
import { operatorTransaction } from "#lib/context/transaction.ts";
import { hashRandomToken } from "#lib/core/random-token.ts";
import { revokeSessions } from "../queries/sessions.ts";
import { deleteEmailTokens, findEmailToken, updateUser, useEmailToken } from "../queries/users.ts";
import { deadLink } from "./confirm-email.ts";
import { notifyPasswordChanged } from "./notify-password-changed.ts";
import { hashPassword } from "./password.ts";

/**
 * Sets a new password with a mailed link, and ends all sessions and invalidates all other links.
 * @throws ParleyError invalid for an unknown, used or expired link
 */
export async function resetPassword(
  operator: OperatorContext,
  { token, password }: { token: unknown; password: string },
): Promise<void> {
  const hash = hashRandomToken(token);
  if (!hash || !(await findEmailToken(operator, hash, "reset"))) throw deadLink();
  const passwordHash = await hashPassword(password);
  const { userId, ended } = await operatorTransaction(operator, async (tx) => {
    const userId = await useEmailToken(tx, hash, "reset");
    if (!userId) throw deadLink();
    await deleteEmailTokens(tx, userId, "reset");
    await updateUser(tx, userId, { passwordHash });
    return { userId, ended: await revokeSessions(tx, userId) };
  });
  await notifyPasswordChanged(operator, userId, ended);
}

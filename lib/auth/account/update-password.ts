import type { OperatorContext } from "#lib/context/context.ts";
import { operatorTransaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { limitAttempts } from "../../limits/limit-attempts.ts";
import { revokeSessions } from "../queries/sessions.ts";
import { findUser, updateUser } from "../queries/users.ts";
import { notifyPasswordChanged } from "./notify-password-changed.ts";
import { hashPassword, verifyPassword } from "./password.ts";

/**
 * Changes the password of a person who knows the old one, and ends every other session.
 * @throws ParleyError invalid for a wrong old password, limited after too many attempts
 */
export async function updatePassword(
  operator: OperatorContext,
  input: { userId: Id<"usr">; sessionId: Id<"ses">; old: string; password: string },
): Promise<void> {
  await limitAttempts(operator, "device", input.sessionId);
  const user = await findUser(operator, input.userId);
  if (!user || !(await verifyPassword(input.old, user.passwordHash)))
    throw new ParleyError("invalid", "Your current password is incorrect.");
  const passwordHash = await hashPassword(input.password);
  const ended = await operatorTransaction(operator, async (tx) => {
    await updateUser(tx, input.userId, { passwordHash });
    return revokeSessions(tx, input.userId, { except: input.sessionId });
  });
  await notifyPasswordChanged(operator, input.userId, ended);
}

import type { OperatorContext } from "#lib/context/context.ts";
import { log } from "#lib/core/log.ts";
import { findUserByEmail, updateUser } from "../queries/users.ts";

/**
 * Grants or removes the operator right. Other processes see the change within three seconds.
 * @returns false if there is no such account
 */
export async function setOperator(
  operator: OperatorContext,
  email: string,
  isOperator: boolean,
): Promise<boolean> {
  const user = await findUserByEmail(operator, email);
  if (!user) return false;
  await updateUser(operator, user.id, { isOperator });
  log().info({ userId: user.id, isOperator }, "operator access changed");
  return true;
}

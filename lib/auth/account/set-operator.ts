import type { OperatorContext } from "#lib/context/context.ts";
import { log } from "#lib/core/log.ts";
import { findUserByEmail, updateUser } from "../queries/users.ts";

/** Makes someone one of those who run the instance, or takes it from them; known everywhere within three seconds. @returns false where nobody has that account */
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

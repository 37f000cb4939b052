import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { log } from "#lib/core/log.ts";
import { clearInvitedEmail, deleteUser, findUser } from "../queries/users.ts";

/**
 * Deletes an account with its sessions, links, identities and second factor, and its email address in every
 * invitation.
 */
export async function removeAccount(
  operator: OperatorContext,
  userId: Id<"usr">,
  email: string,
): Promise<void> {
  await clearInvitedEmail(operator, email);
  await deleteUser(operator, userId);
  log().info("account deleted by its owner");
}

/** Deletes an account again that a restored backup contains. */
export async function removeRestoredAccount(operator: OperatorContext, userId: Id<"usr">): Promise<void> {
  const user = await findUser(operator, userId);
  if (user) await removeAccount(operator, userId, user.email);
}

import type { OperatorContext } from "#lib/context/context.ts";
import { operatorTransaction } from "#lib/context/transaction.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { deleteEmailTokens, putUnverifiedUser } from "../queries/users.ts";
import type { SignUpInput } from "../schema.ts";
import { hashPassword } from "./password.ts";

/**
 * Creates an account whose email address is proven otherwise than by a mailed link.
 * @returns null if the address already has a confirmed account, which stays as it is
 */
export async function openAccount(
  operator: OperatorContext,
  { name, email, password }: SignUpInput,
): Promise<Id<"usr"> | null> {
  const user = {
    id: newId("usr"),
    name,
    email,
    passwordHash: await hashPassword(password),
    emailVerifiedAt: operator.now(),
  };
  return operatorTransaction(operator, async (tx) => {
    const id = await putUnverifiedUser(tx, user);
    // Links of earlier sign-ups were mailed for other passwords.
    if (id) await deleteEmailTokens(tx, id, "verify");
    return id;
  });
}

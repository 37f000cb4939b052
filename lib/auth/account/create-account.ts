import type { OperatorContext } from "#lib/context/context.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { findUserByEmail, putUnverifiedUser, updateUser } from "../queries/users.ts";
import type { SignUpInput } from "../schema.ts";
import { hashPassword } from "./password.ts";

/**
 * Creates a confirmed account for the operator. An existing account gets the password, and the operator right
 * if it is given.
 */
export async function createAccount(
  operator: OperatorContext,
  input: SignUpInput & { isOperator?: boolean },
): Promise<Id<"usr">> {
  const { name, email, password, isOperator } = input;
  const passwordHash = await hashPassword(password);
  const emailVerifiedAt = operator.now();
  const id = await putUnverifiedUser(operator, {
    id: newId("usr"),
    email,
    name,
    passwordHash,
    emailVerifiedAt,
    ...(isOperator !== undefined && { isOperator }),
  });
  if (id) return id;
  const known = await findUserByEmail(operator, email);
  if (!known) throw new Error("The account was deleted while it was being created.");
  await updateUser(operator, known.id, { passwordHash, ...(isOperator !== undefined && { isOperator }) });
  return known.id;
}

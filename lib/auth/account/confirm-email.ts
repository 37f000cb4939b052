import { timingSafeEqual } from "node:crypto";
import type { OperatorContext } from "#lib/context/context.ts";
import { operatorTransaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { hashRandomToken } from "#lib/core/random-token.ts";
import { limitAttempts } from "../../limits/limit-attempts.ts";
import { findEmailToken, findUser, updateUser, useEmailToken } from "../queries/users.ts";
import { verifyPassword } from "./password.ts";
import { signUpProof } from "./sign-up.ts";

export type Confirmation = {
  token: unknown;
  /** From the browser that signed up; any other browser must send the password. */
  proof?: string | undefined;
  password?: string | undefined;
};

/**
 * Confirms an email address with the mailed link and opens its account.
 * @throws ParleyError invalid for an unknown, used or expired link, unauthorized for a missing or wrong
 * password
 */
export async function confirmEmail(
  operator: OperatorContext,
  { token, proof, password }: Confirmation,
): Promise<Id<"usr">> {
  const hash = hashRandomToken(token);
  const userId = hash && (await findEmailToken(operator, hash, "verify"));
  const user = userId && (await findUser(operator, userId));
  if (!hash || !user) throw deadLink();
  if (!(proof && isEqual(proof, signUpProof(user.id, user.passwordHash)))) {
    if (!password) throw new ParleyError("unauthorized", "Enter the password you chose.");
    await limitAttempts(operator, "account", hash);
    if (!(await verifyPassword(password, user.passwordHash)))
      throw new ParleyError("unauthorized", "This is not the password you chose when you signed up.");
  }
  await operatorTransaction(operator, async (tx) => {
    if (!(await useEmailToken(tx, hash, "verify"))) throw deadLink();
    await updateUser(tx, user.id, { emailVerifiedAt: tx.now() });
  });
  return user.id;
}

export const deadLink = () =>
  new ParleyError("invalid", "This link has expired or was already used. Request a new one.");

function isEqual(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

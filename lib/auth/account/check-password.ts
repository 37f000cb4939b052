import { ParleyError } from "#lib/core/errors.ts";
import { limitAttempts } from "../../limits/limit-attempts.ts";
import type { PersonAdmission } from "../admission/admit-person.ts";
import { findUser } from "../queries/users.ts";
import { isFreshSignIn } from "./is-fresh-sign-in.ts";
import { verifyPassword } from "./password.ts";

/**
 * Verifies that the signed-in person is at the keyboard: by their password, or, for an account without one,
 * by a sign-in within the last ten minutes.
 * @throws ParleyError invalid if verification fails, limited after too many attempts
 */
export async function checkPassword(
  { operator, userId, sessionId }: Pick<PersonAdmission, "operator" | "userId" | "sessionId">,
  password: string,
): Promise<void> {
  const refuse = (message: string) => new ParleyError("invalid", message, [{ path: "password", message }]);
  const user = await findUser(operator, userId);
  if (user && user.passwordHash === null) {
    if (await isFreshSignIn({ operator, sessionId })) return;
    throw refuse("You signed in more than 10 minutes ago. Sign out and sign in again first.");
  }
  await limitAttempts(operator, "device", sessionId);
  if (!user || !(await verifyPassword(password, user.passwordHash)))
    throw refuse("The password is incorrect.");
}

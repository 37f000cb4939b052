import { ParleyError } from "#lib/core/errors.ts";
import type { PersonAdmission } from "../admission/admit-person.ts";
import { checkPassword } from "./check-password.ts";
import { isFreshSignIn } from "./is-fresh-sign-in.ts";

/**
 * Verifies that the caller is the signed-in person and not someone with their open or stolen session: they
 * must have signed in within the last ten minutes, or give their password.
 * @throws ParleyError invalid if the password is missing or wrong, limited after too many attempts
 */
export async function confirmPerson(
  session: Pick<PersonAdmission, "operator" | "userId" | "sessionId">,
  password: string | undefined,
): Promise<void> {
  if (await isFreshSignIn(session)) return;
  if (password === undefined) {
    const message = "Enter your password to continue.";
    throw new ParleyError("invalid", message, [{ path: "password", message }]);
  }
  await checkPassword(session, password);
}

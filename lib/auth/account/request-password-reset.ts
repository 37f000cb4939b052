import type { OperatorContext } from "#lib/context/context.ts";
import { emailDelivery } from "#lib/core/email/send-email.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { createRandomToken } from "#lib/core/random-token.ts";
import { limitAttempts } from "../../limits/limit-attempts.ts";
import { limitMail } from "../../limits/limit-mail.ts";
import { findUserByEmail, insertEmailToken } from "../queries/users.ts";
import { accountEmail } from "./account-email.ts";
import { link, sendInBackground } from "./send-in-background.ts";

const RESET_MS = 3_600_000;

/**
 * Mails a reset link if the account exists. The response is the same if it does not. Earlier links
 * stay valid, so that a stranger who requests more cannot lock the account's owner out.
 * @throws ParleyError limited
 */
export async function requestPasswordReset(
  operator: OperatorContext,
  { email, address }: { email: string; address: string },
): Promise<void> {
  if (emailDelivery() === "none")
    throw new ParleyError("unavailable", "Email isn't set up on this server. Ask the operator for help.");
  await limitAttempts(operator, "mailAddress", address);
  await limitAttempts(operator, "mail", `reset:${email}`);
  const permit = await limitMail(operator, { kind: "reset", to: email, client: address });
  const user = await findUserByEmail(operator, email);
  if (!user?.emailVerifiedAt) return;
  const { token, hash } = createRandomToken();
  const expiresAt = new Date(operator.now().getTime() + RESET_MS);
  await insertEmailToken(operator, { hash, purpose: "reset", userId: user.id, expiresAt });
  sendInBackground(permit, accountEmail.reset(email, link(`/reset#${token}`)));
}

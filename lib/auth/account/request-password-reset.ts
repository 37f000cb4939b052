import type { OperatorContext } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { mailDelivery } from "#lib/core/email/send-email.ts";
import { accountMail } from "./account-email.ts";
import { newToken } from "./email-token.ts";
import { limitAttempts } from "../rate-limit/limit-attempts.ts";
import { findUserByEmail, insertEmailToken } from "../queries/users.ts";
import { link, sendLater } from "./send-in-background.ts";

const RESET_MS = 3_600_000;

/** Mails a link for a new password to whoever has an account; the answer is the same for all. @throws ParleyError limited */
export async function requestPasswordReset(
  operator: OperatorContext,
  { email, address }: { email: string; address: string },
): Promise<void> {
  if (mailDelivery() === "none")
    throw new ParleyError(
      "unavailable",
      "This instance sends no mail. Ask whoever runs it for a new password.",
    );
  await limitAttempts(operator, "mailAddress", address);
  await limitAttempts(operator, "mail", email);
  const user = await findUserByEmail(operator, email);
  if (!user?.emailVerifiedAt) return;
  const { token, hash } = newToken();
  const expiresAt = new Date(operator.now().getTime() + RESET_MS);
  await insertEmailToken(operator, { hash, purpose: "reset", userId: user.id, expiresAt });
  sendLater(accountMail.reset(email, link(`/reset#${token}`)));
}

import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { mailDelivery } from "#lib/core/email/send-email.ts";
import { accountMail } from "./account-email.ts";
import { forgetSession } from "../admission/admission-cache.ts";
import { clearAttempts } from "../rate-limit/limit-attempts.ts";
import { findUser } from "../queries/users.ts";
import { link, sendLater } from "./send-in-background.ts";

/** What follows a new password: ended sessions end here at once, and its owner hears of it. */
export async function tellPasswordChanged(
  operator: OperatorContext,
  userId: Id<"usr">,
  ended: Id<"ses">[],
): Promise<void> {
  ended.forEach(forgetSession);
  const user = await findUser(operator, userId);
  if (!user) return;
  await clearAttempts(operator, "account", user.email);
  if (mailDelivery() !== "none") sendLater(accountMail.changed(user.email, link("/forgot")));
}

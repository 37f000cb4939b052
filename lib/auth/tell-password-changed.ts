import type { OperatorContext } from "#lib/core/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { mailDelivery } from "#lib/core/mail/send-mail.ts";
import { accountMail } from "./account-mail.ts";
import { forgetSession } from "./admission-cache.ts";
import { clearAttempts } from "./limit-attempts.ts";
import { findUser } from "./queries/people.ts";
import { link, sendLater } from "./send-later.ts";

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

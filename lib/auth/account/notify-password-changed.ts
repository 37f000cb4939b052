import type { OperatorContext } from "#lib/context/context.ts";
import { emailDelivery } from "#lib/core/email/send-email.ts";
import type { Id } from "#lib/core/ids.ts";
import { clearAttempts } from "../../limits/limit-attempts.ts";
import { limitNotice } from "../../limits/limit-mail.ts";
import { invalidateSession } from "../admission/admission-cache.ts";
import { findUser } from "../queries/users.ts";
import { accountEmail } from "./account-email.ts";
import { link, sendInBackground } from "./send-in-background.ts";

/** Invalidates the ended sessions in this process and notifies the owner of the account by email. */
export async function notifyPasswordChanged(
  operator: OperatorContext,
  userId: Id<"usr">,
  ended: Id<"ses">[],
): Promise<void> {
  ended.forEach(invalidateSession);
  const user = await findUser(operator, userId);
  if (!user) return;
  await clearAttempts(operator, "account", user.email);
  if (emailDelivery() === "none") return;
  const permit = await limitNotice(operator, { kind: "security", to: user.email });
  if (permit) sendInBackground(permit, accountEmail.changed(user.email, link("/forgot")));
}

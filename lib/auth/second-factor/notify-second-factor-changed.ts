import type { OperatorContext } from "#lib/context/context.ts";
import { emailDelivery } from "#lib/core/email/send-email.ts";
import type { Id } from "#lib/core/ids.ts";
import { limitNotice } from "../../limits/limit-mail.ts";
import { accountEmail } from "../account/account-email.ts";
import { link, sendInBackground } from "../account/send-in-background.ts";
import { findUser } from "../queries/users.ts";

/**
 * Notifies an account's owner that the second factor was enabled or removed, by themselves or anyone else.
 */
export async function notifySecondFactorChanged(
  operator: OperatorContext,
  userId: Id<"usr">,
  isOn: boolean,
): Promise<void> {
  const user = await findUser(operator, userId);
  if (!user || emailDelivery() === "none") return;
  const permit = await limitNotice(operator, { kind: "security", to: user.email });
  if (permit) sendInBackground(permit, accountEmail.secondFactor(user.email, link("/forgot"), isOn));
}

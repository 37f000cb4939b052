import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { mailDelivery } from "#lib/core/email/send-email.ts";
import { accountMail } from "../account/account-email.ts";
import { findUser } from "../queries/users.ts";
import { link, sendLater } from "../account/send-in-background.ts";

/** The owner of an account hears that its second factor was turned on or removed, by whomever. */
export async function tellSecondFactor(
  operator: OperatorContext,
  userId: Id<"usr">,
  isOn: boolean,
): Promise<void> {
  const user = await findUser(operator, userId);
  if (user && mailDelivery() !== "none")
    sendLater(accountMail.secondFactor(user.email, link("/forgot"), isOn));
}

import type { OperatorContext } from "#lib/context/context.ts";
import { emailDelivery } from "#lib/core/email/send-email.ts";
import type { Id } from "#lib/core/ids.ts";
import { accountEmail } from "../account/account-email.ts";
import { link, sendInBackground } from "../account/send-in-background.ts";
import { findUser } from "../queries/users.ts";

/** The owner of an account hears that its second factor was turned on or removed, by whomever. */
export async function notifySecondFactorChanged(
  operator: OperatorContext,
  userId: Id<"usr">,
  isOn: boolean,
): Promise<void> {
  const user = await findUser(operator, userId);
  if (user && emailDelivery() !== "none")
    sendInBackground(accountEmail.secondFactor(user.email, link("/forgot"), isOn));
}

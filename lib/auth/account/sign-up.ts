import type { OperatorContext } from "#lib/context/context.ts";
import type { MailPermit } from "#lib/core/email/mail-permit.ts";
import { emailDelivery } from "#lib/core/email/send-email.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { createRandomToken } from "#lib/core/random-token.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { limitAttempts } from "../../limits/limit-attempts.ts";
import { limitMail } from "../../limits/limit-mail.ts";
import {
  deleteEmailTokens,
  hasUsers,
  insertEmailToken,
  putUnverifiedUser,
  type User,
} from "../queries/users.ts";
import type { SignUpInput } from "../schema.ts";
import { accountEmail } from "./account-email.ts";
import { hashPassword } from "./password.ts";
import { link, sendInBackground } from "./send-in-background.ts";
import { isSetupToken } from "./setup-token.ts";

const VERIFY_MS = 24 * 3_600_000;

export type SignUp = SignUpInput & { address: string; setupToken?: string | undefined };

/**
 * `proof`: for a cookie in this browser, so that the mailed link opens the account there without the
 * password.
 */
export type SignedUp = { next: "mail" | "open"; proof: string };

/**
 * Creates an account that its owner opens with a mailed link. If the address already has an account, its
 * owner is notified by email; the response and its timing are the same. Until confirmation the last sign-up
 * counts and only its password can confirm it, so nobody can prepare an account for someone else. The first
 * account of a production instance needs the setup token from the log. It is open at once and is an operator.
 * @returns `open` if the account can be used now
 * @throws ParleyError limited, forbidden without the setup token, unavailable if no email can be sent
 */
export async function signUp(operator: OperatorContext, input: SignUp): Promise<SignedUp> {
  await limitAttempts(operator, "mailAddress", input.address);
  const isFirst = await isFirstOfProduction(operator, input.setupToken);
  if (!isFirst && emailDelivery() === "none")
    throw new ParleyError(
      "unavailable",
      "Sign-up is closed because email isn't set up on this server. Ask the operator.",
    );
  await limitAttempts(operator, "mail", `sign-up:${input.email}`);
  const permit = await limitMail(operator, { kind: "signUp", to: input.email, client: input.address });
  const user = {
    id: newId("usr"),
    email: input.email,
    name: input.name,
    passwordHash: await hashPassword(input.password),
    emailVerifiedAt: isFirst ? operator.now() : null,
    isOperator: isFirst,
  };
  const kept = await putUnverifiedUser(operator, user);
  if (isFirst) return { next: "open", proof: "" };
  if (kept) await mailTo(operator, permit, { ...user, id: kept });
  else sendInBackground(permit, accountEmail.known(user.email, link("/sign-in")));
  return { next: "mail", proof: signUpProof(kept ?? user.id, user.passwordHash) };
}

async function mailTo(
  operator: OperatorContext,
  permit: MailPermit,
  { id, email }: Pick<User, "id" | "email">,
): Promise<void> {
  const { token, hash } = createRandomToken();
  const expiresAt = new Date(operator.now().getTime() + VERIFY_MS);
  // Earlier links would confirm passwords that have been replaced.
  await deleteEmailTokens(operator, id, "verify");
  await insertEmailToken(operator, { hash, purpose: "verify", userId: id, expiresAt });
  sendInBackground(permit, accountEmail.verify(email, link(`/verify#${token}`)));
}

/** Proves that the confirming browser is the one that signed up. */
export function signUpProof(userId: string, passwordHash: string | null): string {
  return keyedHash(`sign-up:${userId}:${passwordHash}`);
}

async function isFirstOfProduction(operator: OperatorContext, token: string | undefined): Promise<boolean> {
  if (!token) return false;
  if (await hasUsers(operator)) throw new ParleyError("forbidden", "This server is already set up. Sign in.");
  if (!isSetupToken(token))
    throw new ParleyError(
      "forbidden",
      "This setup link is not valid. Use the link in the log from the last time the server started.",
    );
  return true;
}

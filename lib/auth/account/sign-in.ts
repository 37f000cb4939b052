import type { OperatorContext } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { clearAttempts, limitAttempts } from "../../limits/limit-attempts.ts";
import { findUserByEmail } from "../queries/users.ts";
import { email as emailShape } from "../schema.ts";
import { verifyPassword } from "./password.ts";

export type SignIn = {
  email: unknown;
  password: unknown;
  /** Of the client, as far as it is known. */
  address: string;
  /** The account that signed in with this browser before. */
  device: { userId: string; id: string } | null;
};

/**
 * Returns the account of an email address and password. A wrong password, an unknown account and an
 * unconfirmed one get the same response after the same work.
 * @throws ParleyError unauthorized, or limited after too many attempts on this account or from this address
 */
export async function signIn(operator: OperatorContext, input: SignIn): Promise<Id<"usr">> {
  const email = emailShape.safeParse(input.email).data ?? "";
  const password = typeof input.password === "string" ? input.password.slice(0, 1_000) : "";
  await limitAttempts(operator, "address", input.address);
  const user = email ? await findUserByEmail(operator, email) : null;
  const isKnownDevice = user !== null && input.device?.userId === user.id;
  const [kind, who] = isKnownDevice
    ? (["device", input.device?.id ?? ""] as const)
    : (["account", email] as const);
  if (email) await limitAttempts(operator, kind, who);
  const fits = await verifyPassword(password, user?.passwordHash ?? null);
  if (!user || !fits || !user.emailVerifiedAt) throw refused();
  await clearAttempts(operator, kind, who);
  return user.id;
}

const refused = () =>
  new ParleyError("unauthorized", "Wrong email or password, or your email isn't confirmed yet.");

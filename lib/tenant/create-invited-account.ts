import { openAccount } from "#lib/auth/account/open-account.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { limitAttempts } from "#lib/limits/limit-attempts.ts";
import { findGoodInvitation } from "./accept-invitation.ts";
import { isInvitationProof } from "./invitation-proof.ts";

type NewAccount = { name: string; password: string; proof: string; address: string };

/**
 * Creates the account of an invited person, open at once: the link from the invitation's email confirms its
 * address.
 * @returns the email address of the account
 * @throws ParleyError not_found for a dead invitation, forbidden without the proof from the email, conflict
 * if the address already has an account, limited
 */
export async function createInvitedAccount(
  ctx: Context,
  operator: OperatorContext,
  id: Id<"inv">,
  { name, password, proof, address }: NewAccount,
): Promise<{ email: string }> {
  await limitAttempts(operator, "mailAddress", address);
  const { email } = await findGoodInvitation(ctx, id);
  if (email === null || !isInvitationProof(proof, { id, email }))
    throw new ParleyError("forbidden", "This link does not confirm your email address. Sign up first.");
  if (!(await openAccount(operator, { name, email, password })))
    throw new ParleyError(
      "conflict",
      "There is already an account with this email address. Sign in instead.",
    );
  return { email };
}

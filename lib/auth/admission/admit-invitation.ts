import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { hashRandomToken } from "#lib/core/random-token.ts";
import { findAddress } from "../queries/addresses.ts";
import type { PersonAdmission } from "./admit-person.ts";
import { memberContext, publicContext } from "./make-contexts.ts";

/** Between the token of an invitation and the proof of its email address, in mailed links. */
export const PROOF_SEPARATOR = ".";

/** Admits a signed-in holder of an invitation's link to its workspace. @throws ParleyError not_found */
export async function admitInvitation(
  person: PersonAdmission,
  link: string,
  requestId: string,
): Promise<{ ctx: Context; invitationId: Id<"inv"> }> {
  const { tenantId, invitationId } = await findInvitation(link);
  // The holder is not a member yet, so they get the least role.
  return { ctx: memberContext(tenantId, person, "viewer", requestId), invitationId };
}

/** Admits a holder who is not signed in, to see what it is. @throws ParleyError not_found */
export async function admitInvited(
  link: string,
  requestId: string,
): Promise<{ ctx: Context; invitationId: Id<"inv">; proof: string }> {
  const { tenantId, invitationId, proof } = await findInvitation(link);
  return { ctx: publicContext(tenantId, requestId), invitationId, proof };
}

async function findInvitation(link: string) {
  const [token, proof = ""] = link.split(PROOF_SEPARATOR);
  const hash = hashRandomToken(token);
  const address = hash ? await findAddress("invitation", hash) : null;
  if (!address || !isId("inv", address.targetId))
    throw new ParleyError("not_found", "This invitation is no longer valid. Ask for a new one.");
  return { tenantId: address.tenantId, invitationId: address.targetId, proof };
}

import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { hashRandomToken } from "#lib/core/random-token.ts";
import { findAddress } from "../queries/addresses.ts";
import type { PersonAdmission } from "./admit-person.ts";
import { memberContext } from "./make-contexts.ts";

/** Admits the holder of an invitation's token to its workspace. @throws ParleyError not_found */
export async function admitInvitation(
  person: PersonAdmission,
  token: string,
  requestId: string,
): Promise<{ ctx: Context; invitationId: Id<"inv"> }> {
  const hash = hashRandomToken(token);
  const address = hash ? await findAddress("invitation", hash) : null;
  if (!address || !isId("inv", address.targetId))
    throw new ParleyError("not_found", "This invitation is no longer valid. Ask for a new one.");
  const { tenantId, targetId } = address;
  // The holder is not a member yet, so they get the least role.
  return { ctx: memberContext(tenantId, person, "viewer", requestId), invitationId: targetId };
}

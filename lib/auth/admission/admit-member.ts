import { allows, type Permission } from "#lib/access/permissions.ts";
import type { Role } from "#lib/access/role.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { findAddress } from "../queries/addresses.ts";
import { membershipOf } from "./admission-cache.ts";
import { admitPerson, type PersonAdmission } from "./admit-person.ts";
import { memberContext } from "./make-contexts.ts";
import { meetsSecondFactorPolicy, needsSecondFactor } from "./second-factor-policy.ts";

export type MemberAdmission = { ctx: Context; person: PersonAdmission; role: Role };

/**
 * Admits a member to a workspace.
 * @throws ParleyError unauthorized without a session, not_found if the workspace does not exist or they are
 * not a member, forbidden if their role does not allow it
 */
export async function admitMember(
  token: string | null,
  slug: string,
  permission: Permission,
  requestId: string,
): Promise<MemberAdmission> {
  const person = await admitPerson(token);
  const address = await findAddress("tenant", slug);
  const member = address && (await membershipOf(address.tenantId, person.userId));
  if (!member) throw notFound("workspace");
  if (!meetsSecondFactorPolicy(member, person)) throw needsSecondFactor();
  const { role } = member;
  if (!allows(role, permission))
    throw new ParleyError("forbidden", `Your role (${role}) does not allow this. Ask an owner or admin.`);
  return { ctx: memberContext(address.tenantId, person, role, requestId), person, role };
}

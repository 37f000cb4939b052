import type { Context } from "#lib/context/context.ts";
import { listJoined, listMemberships } from "../queries/addresses.ts";
import { readVisitorToken } from "../session/visitor-token.ts";
import { addressOf, membershipOf } from "./admission-cache.ts";
import { findPerson, type PersonAdmission } from "./admit-person.ts";
import type { Bearer } from "./admit-to-chatbot.ts";
import { isEndUser } from "./is-end-user.ts";
import { memberContext, personContext, visitorContext } from "./make-contexts.ts";
import { meetsSecondFactorPolicy } from "./second-factor-policy.ts";

/**
 * Returns one context for each tenant that knows the bearer: as a member of the workspace that `handle`
 * belongs to (without a handle, of all their workspaces), and as a visitor. Empty for strangers.
 */
export async function admitKnown(
  bearer: Bearer,
  handle: string | null,
  requestId: string,
): Promise<Context[]> {
  const [person, visitors] = await Promise.all([
    findPerson(bearer.session),
    Promise.all(bearer.visitors.slice(0, 20).map(readVisitorToken)),
  ]);
  return [
    ...(person ? await memberContexts(person, handle, requestId) : []),
    ...(person ? await personContexts(person, bearer.links, handle, requestId) : []),
    ...visitors.flatMap((visitor) => (visitor ? [visitorContext(visitor, bearer.links, requestId)] : [])),
  ];
}

async function personContexts(
  person: PersonAdmission,
  links: readonly string[],
  handle: string | null,
  requestId: string,
): Promise<Context[]> {
  const address = handle ? await addressOf(handle) : null;
  const joined = address ? [address.tenantId] : await listJoined(person.operator, person.userId);
  const known = await Promise.all(joined.map((tenantId) => isEndUser(tenantId, person.userId)));
  return joined
    .filter((_, index) => known[index])
    .map((tenantId) => personContext(tenantId, person, links, requestId));
}

async function memberContexts(
  person: PersonAdmission,
  handle: string | null,
  requestId: string,
): Promise<Context[]> {
  const address = handle ? await addressOf(handle) : null;
  if (!address) {
    const all = await listMemberships(person.operator, person.userId);
    return all
      .filter((member) => meetsSecondFactorPolicy(member, person))
      .map(({ tenantId, role }) => memberContext(tenantId, person, role, requestId));
  }
  const member = await membershipOf(address.tenantId, person.userId);
  return member && meetsSecondFactorPolicy(member, person)
    ? [memberContext(address.tenantId, person, member.role, requestId)]
    : [];
}

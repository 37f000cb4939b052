import type { Context } from "#lib/context/context.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { listJoined, listMemberships, listSpokenIn } from "../queries/addresses.ts";
import type { PersonAdmission } from "./admit-person.ts";
import { memberContext, personContext } from "./make-contexts.ts";

const MAX_WORKSPACES = 10_000;

/**
 * Returns a context for each workspace that holds data of a person: as a member (even without the required
 * second factor), an end user or a former user. Use it only to delete their account.
 */
export async function contextsOf(person: PersonAdmission, requestId: string): Promise<Context[]> {
  const { operator, userId } = person;
  const [memberships, joined, spokenIn] = await Promise.all([
    listMemberships(operator, userId, MAX_WORKSPACES),
    listJoined(operator, userId, MAX_WORKSPACES),
    listSpokenIn(operator, (tenantId) => hashUserId(tenantId, userId)),
  ]);
  const asMember = new Set(memberships.map(({ tenantId }) => tenantId));
  const others = new Set([...joined, ...spokenIn].filter((tenantId) => !asMember.has(tenantId)));
  return [
    ...memberships.map(({ tenantId, role }) => memberContext(tenantId, person, role, requestId)),
    ...[...others].map((tenantId) => personContext(tenantId, person, [], requestId)),
  ];
}

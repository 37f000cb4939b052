import { checkPassword } from "#lib/auth/account/check-password.ts";
import { removeAccount } from "#lib/auth/account/remove-account.ts";
import { invalidatePerson } from "#lib/auth/admission/admission-cache.ts";
import type { PersonAdmission } from "#lib/auth/admission/admit-person.ts";
import { contextsOf } from "#lib/auth/admission/contexts-of.ts";
import { revokeAllSessions } from "#lib/auth/session/revoke-sessions.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { isLastOwner } from "#lib/tenant/is-last-owner.ts";
import { updateMember } from "#lib/tenant/update-member.ts";
import { eraseOwnData } from "./erase-own-data.ts";
import { noteErasure } from "./erasures.ts";

/** The second round erases what was stored during the first. */
const ROUNDS = 2;

/**
 * Deletes an account of the instance and erases its owner's conversations, messages in rooms and check-ins
 * in every workspace, as an end user or a member, including workspaces they have left. What belongs to a
 * workspace (chatbots, knowledge, audit) stays. If interrupted, the account still exists and can be deleted
 * again.
 * @throws ParleyError invalid for a wrong password, conflict while a workspace has no other owner, limited
 */
export async function deleteAccount(
  person: PersonAdmission,
  password: string,
  requestId: string,
): Promise<void> {
  const { operator, userId, email } = person;
  await checkPassword(person, password);
  for (const ctx of await contextsOf(person, requestId)) {
    if (await isLastOwner(ctx, userId))
      throw new ParleyError(
        "conflict",
        "You're the only owner of a workspace. Hand it over or delete it first, then delete your account.",
      );
  }
  await revokeAllSessions(operator, userId);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const ctx of await contextsOf(person, requestId)) {
      if (round === 0) await noteErasure(ctx, true);
      await eraseOwnData(ctx);
      if (ctx.actor.kind === "user") await updateMember(ctx, userId, null);
      invalidatePerson(ctx.tenantId, userId);
    }
  }
  await removeAccount(operator, userId, email);
}
